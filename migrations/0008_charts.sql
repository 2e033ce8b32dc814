-- Charts: what 0006 has no place for, and what keeps a signed visit as it was.

-- Whether a patient was asked about allergies. No row: not asked. "None known" and the first allergy meet in this one row, so that two desks
-- cannot write both.
CREATE TABLE allergy_reviews (
    patient_id BINARY(16) NOT NULL,
    none_known BOOLEAN NOT NULL,
    asked_on DATE NOT NULL,
    asked_by BINARY(16) NULL,
    CONSTRAINT allergy_reviews_pk PRIMARY KEY (patient_id),
    CONSTRAINT allergy_reviews_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT allergy_reviews_asked_by_fk FOREIGN KEY (asked_by) REFERENCES users (id)
);

-- What was entered in error, with the reason. Inserted only: the struck row itself stays as it was. 0006 gave two tables columns for this, which
-- stay empty, because a signed visit takes no change at all.
CREATE TABLE strikes (
    row_id BINARY(16) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    struck_at DATETIME(6) NOT NULL,
    struck_by BINARY(16) NULL,
    CONSTRAINT strikes_pk PRIMARY KEY (row_id),
    CONSTRAINT strikes_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT strikes_struck_by_fk FOREIGN KEY (struck_by) REFERENCES users (id),
    CONSTRAINT strikes_kind_known CHECK (kind IN ('allergy', 'problem', 'vital', 'visit', 'medicine')),
    CONSTRAINT strikes_reason_present CHECK (LENGTH(reason) > 0)
);

-- A signed visit holds on to its version: every change counts it up, and the foreign key refuses that.
CREATE UNIQUE INDEX medical_records_id_version ON medical_records (id, version);
CREATE TABLE record_seals (
    record_id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT record_seals_pk PRIMARY KEY (record_id),
    CONSTRAINT record_seals_version_fk FOREIGN KEY (record_id, version) REFERENCES medical_records (id, version)
);

-- Lists of diagnosis codes: the one that comes with the app, and a clinic's own. A list is read as a whole, so it lies in pieces of many CSV lines (code, title); its hash says
-- whether a workstation has it in memory already.
CREATE TABLE code_lists (
    code_system VARCHAR(20) NOT NULL,
    edition VARCHAR(20) NOT NULL,
    sha256 BINARY(32) NOT NULL,
    CONSTRAINT code_lists_pk PRIMARY KEY (code_system)
);
CREATE TABLE code_list_parts (
    code_system VARCHAR(20) NOT NULL,
    position BIGINT NOT NULL,
    csv_lines LONGTEXT NOT NULL,
    CONSTRAINT code_list_parts_pk PRIMARY KEY (code_system, position),
    CONSTRAINT code_list_parts_list_fk FOREIGN KEY (code_system) REFERENCES code_lists (code_system)
);

CREATE INDEX strikes_by_patient ON strikes (patient_id);
CREATE INDEX vitals_by_record ON vitals (record_id);
CREATE INDEX access_log_by_what ON access_log (what, at);

-- Allergies were alerts with a text; a longer text goes on in the reaction. The old rows stay where they are and are shown no more.
INSERT INTO allergies (id, version, patient_id, substance, reaction, severity, since, status)
SELECT id, 1, patient_id, SUBSTR(text, 1, 200), CASE WHEN SUBSTR(text, 201, 300) = '' THEN NULL ELSE SUBSTR(text, 201, 300) END, 'unknown', NULL,
    CASE WHEN ended_on IS NULL THEN 'active' ELSE 'resolved' END
FROM patient_alerts WHERE kind = 'allergy';

-- An older version would write allergies where nobody looks for them any more.
UPDATE schema_info SET min_writer = 8 WHERE id = 1;
