-- Prescriptions: the clinic's own list of medicines, and what 0006 has no place for.

-- What the clinic prescribes. `ingredient` joins several with +; `family` is what else an allergy may be written as (penicillin). Strength and form are empty rather
-- than nothing, so that the unique key counts them.
CREATE TABLE medicines (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(120) NOT NULL,
    ingredient VARCHAR(200) NOT NULL,
    strength VARCHAR(60) NOT NULL,
    form VARCHAR(60) NOT NULL,
    dose VARCHAR(120) NULL,
    family VARCHAR(120) NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT medicines_pk PRIMARY KEY (id),
    CONSTRAINT medicines_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT medicines_same_unique UNIQUE (name, strength, form)
);

-- The words a medicine is found by, each from its beginning.
CREATE TABLE medicine_terms (
    term VARCHAR(64) NOT NULL,
    medicine_id BINARY(16) NOT NULL,
    CONSTRAINT medicine_terms_pk PRIMARY KEY (term, medicine_id),
    CONSTRAINT medicine_terms_medicine_fk FOREIGN KEY (medicine_id) REFERENCES medicines (id)
);
CREATE INDEX medicine_terms_by_medicine ON medicine_terms (medicine_id);

-- Which medicine of the list it was, and which earlier line it goes on from. The line itself keeps every word as it was written.
ALTER TABLE prescription_items ADD COLUMN medicine_id BINARY(16) NULL;
ALTER TABLE prescription_items ADD COLUMN family VARCHAR(120) NULL;
ALTER TABLE prescription_items ADD COLUMN repeats_id BINARY(16) NULL;

-- A line that was stopped. Inserted only: what was prescribed stays as it was written, so `stopped_on` of 0006 stays empty.
CREATE TABLE prescription_stops (
    item_id BINARY(16) NOT NULL,
    stopped_on DATE NOT NULL,
    reason VARCHAR(300) NOT NULL,
    stopped_at DATETIME(6) NOT NULL,
    stopped_by BINARY(16) NULL,
    CONSTRAINT prescription_stops_pk PRIMARY KEY (item_id),
    CONSTRAINT prescription_stops_item_fk FOREIGN KEY (item_id) REFERENCES prescription_items (id),
    CONSTRAINT prescription_stops_stopped_by_fk FOREIGN KEY (stopped_by) REFERENCES users (id),
    CONSTRAINT prescription_stops_reason_present CHECK (LENGTH(reason) > 0)
);

-- A written prescription holds on to its version, as a signed visit does: every change counts it up, and the foreign key refuses that.
CREATE UNIQUE INDEX prescriptions_id_version ON prescriptions (id, version);
CREATE TABLE prescription_seals (
    prescription_id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT prescription_seals_pk PRIMARY KEY (prescription_id),
    CONSTRAINT prescription_seals_version_fk FOREIGN KEY (prescription_id, version) REFERENCES prescriptions (id, version)
);
CREATE INDEX prescriptions_by_record ON prescriptions (record_id);

-- An older version would sign a visit without its prescriptions.
UPDATE schema_info SET min_writer = 10 WHERE id = 1;
