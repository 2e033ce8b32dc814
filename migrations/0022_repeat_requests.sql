-- Requests for more of what a patient takes: noted at the desk, answered by a doctor, handed over.

-- `text` is what is asked for in words, where no medicine was chosen. `prescription_id` is what the doctor wrote, and `reason` why it was refused or withdrawn.
CREATE TABLE repeat_requests (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    text VARCHAR(500) NULL,
    note VARCHAR(200) NULL,
    way VARCHAR(10) NOT NULL,
    status VARCHAR(12) NOT NULL,
    reason VARCHAR(300) NULL,
    prescription_id BINARY(16) NULL,
    requested_at DATETIME(6) NOT NULL,
    requested_by BINARY(16) NULL,
    answered_at DATETIME(6) NULL,
    answered_by BINARY(16) NULL,
    closed_at DATETIME(6) NULL,
    closed_by BINARY(16) NULL,
    CONSTRAINT repeat_requests_pk PRIMARY KEY (id),
    CONSTRAINT repeat_requests_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT repeat_requests_prescription_fk FOREIGN KEY (prescription_id) REFERENCES prescriptions (id),
    CONSTRAINT repeat_requests_requested_by_fk FOREIGN KEY (requested_by) REFERENCES users (id),
    CONSTRAINT repeat_requests_answered_by_fk FOREIGN KEY (answered_by) REFERENCES users (id),
    CONSTRAINT repeat_requests_closed_by_fk FOREIGN KEY (closed_by) REFERENCES users (id),
    CONSTRAINT repeat_requests_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT repeat_requests_way_known CHECK (way IN ('collect', 'send')),
    CONSTRAINT repeat_requests_status_known CHECK (status IN ('waiting', 'approved', 'refused', 'withdrawn', 'handed_over', 'told')),
    CONSTRAINT repeat_requests_answered_whole CHECK ((status IN ('waiting', 'withdrawn')) = (answered_at IS NULL)),
    CONSTRAINT repeat_requests_closed_whole CHECK ((status IN ('withdrawn', 'handed_over', 'told')) = (closed_at IS NOT NULL)),
    CONSTRAINT repeat_requests_approved_whole CHECK (status NOT IN ('approved', 'handed_over') OR prescription_id IS NOT NULL),
    CONSTRAINT repeat_requests_reason_whole CHECK (status NOT IN ('refused', 'withdrawn') OR reason IS NOT NULL)
);
CREATE INDEX repeat_requests_by_status ON repeat_requests (status, requested_at);
CREATE INDEX repeat_requests_by_patient ON repeat_requests (patient_id, requested_at);

-- Which medicines it is about: lines of earlier prescriptions, which keep every word.
CREATE TABLE repeat_items (
    repeat_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    item_id BINARY(16) NOT NULL,
    CONSTRAINT repeat_items_pk PRIMARY KEY (repeat_id, position),
    CONSTRAINT repeat_items_once UNIQUE (repeat_id, item_id),
    CONSTRAINT repeat_items_repeat_fk FOREIGN KEY (repeat_id) REFERENCES repeat_requests (id),
    CONSTRAINT repeat_items_item_fk FOREIGN KEY (item_id) REFERENCES prescription_items (id)
);
CREATE INDEX repeat_items_by_item ON repeat_items (item_id);

-- An older version would take a look at the medicines for one at the allergies.
UPDATE schema_info SET min_writer = 22 WHERE id = 1;
