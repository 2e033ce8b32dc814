-- Whoever pays for patients: insurers, employers, the state. An invoice is its patient's, until a row here says that a payer gets it.

CREATE TABLE payers (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(120) NOT NULL,
    -- As it stands on an envelope, line by line.
    address VARCHAR(600) NULL,
    tax_number VARCHAR(60) NULL,
    email VARCHAR(200) NULL,
    -- Days until an invoice is due; nothing: as for patients.
    due_days BIGINT NULL,
    price_list_id BINARY(16) NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT payers_pk PRIMARY KEY (id),
    CONSTRAINT payers_name_unique UNIQUE (name),
    CONSTRAINT payers_price_list_fk FOREIGN KEY (price_list_id) REFERENCES price_lists (id),
    CONSTRAINT payers_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT payers_due_days_range CHECK (due_days IS NULL OR (due_days >= 0 AND due_days <= 365))
);
CREATE INDEX payers_by_price_list ON payers (price_list_id);

-- Who usually pays for a patient, and under which number the payer knows them.
CREATE TABLE patient_payers (
    patient_id BINARY(16) NOT NULL,
    payer_id BINARY(16) NOT NULL,
    member_number VARCHAR(60) NULL,
    CONSTRAINT patient_payers_pk PRIMARY KEY (patient_id),
    CONSTRAINT patient_payers_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT patient_payers_payer_fk FOREIGN KEY (payer_id) REFERENCES payers (id)
);
CREATE INDEX patient_payers_by_payer ON patient_payers (payer_id);

-- Invoices that go to a payer. `shares_id` is the patient's own part of the same services, where the payer pays only some of them.
CREATE TABLE invoice_payers (
    invoice_id BINARY(16) NOT NULL,
    payer_id BINARY(16) NOT NULL,
    member_number VARCHAR(60) NULL,
    shares_id BINARY(16) NULL,
    CONSTRAINT invoice_payers_pk PRIMARY KEY (invoice_id),
    CONSTRAINT invoice_payers_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT invoice_payers_payer_fk FOREIGN KEY (payer_id) REFERENCES payers (id),
    CONSTRAINT invoice_payers_shares_fk FOREIGN KEY (shares_id) REFERENCES invoices (id)
);
CREATE INDEX invoice_payers_by_payer ON invoice_payers (payer_id);
CREATE INDEX invoice_payers_by_share ON invoice_payers (shares_id);

-- Payments, refunds and reversals of a payer; their patient is one of those whom it was paid for.
CREATE TABLE payment_payers (
    payment_id BINARY(16) NOT NULL,
    payer_id BINARY(16) NOT NULL,
    CONSTRAINT payment_payers_pk PRIMARY KEY (payment_id),
    CONSTRAINT payment_payers_payment_fk FOREIGN KEY (payment_id) REFERENCES payments (id),
    CONSTRAINT payment_payers_payer_fk FOREIGN KEY (payer_id) REFERENCES payers (id)
);
CREATE INDEX payment_payers_by_payer ON payment_payers (payer_id);

-- What a service costs altogether, where a line is one payer's share of it.
ALTER TABLE invoice_items ADD COLUMN share_of_minor BIGINT NULL;

-- An earlier version would ask patients for what their insurers owe.
UPDATE schema_info SET min_writer = 23 WHERE id = 1;
