-- Money in minor units of the clinic's currency. Issued rows never change; corrections are rows of their own.

CREATE TABLE invoices (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    appointment_id BINARY(16) NULL,
    series VARCHAR(20) NOT NULL,
    number BIGINT NULL,
    number_text VARCHAR(40) NULL,
    status VARCHAR(10) NOT NULL,
    issued_on DATE NULL,
    issued_at DATETIME(6) NULL,
    issued_by BINARY(16) NULL,
    due_on DATE NULL,
    currency VARCHAR(3) NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    allocated_minor BIGINT NOT NULL,
    frozen LONGTEXT NULL,
    CONSTRAINT invoices_pk PRIMARY KEY (id),
    CONSTRAINT invoices_number_unique UNIQUE (series, number),
    CONSTRAINT invoices_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT invoices_appointment_fk FOREIGN KEY (appointment_id) REFERENCES appointments (id),
    CONSTRAINT invoices_issued_by_fk FOREIGN KEY (issued_by) REFERENCES users (id),
    CONSTRAINT invoices_status_known CHECK (status IN ('draft', 'issued', 'void')),
    CONSTRAINT invoices_issued_complete CHECK (status <> 'issued' OR (number IS NOT NULL AND number_text IS NOT NULL AND issued_on IS NOT NULL AND issued_at IS NOT NULL)),
    CONSTRAINT invoices_draft_unnumbered CHECK (status = 'issued' OR number IS NULL),
    CONSTRAINT invoices_total CHECK (total_minor = net_minor + tax_minor),
    CONSTRAINT invoices_allocated_range CHECK (allocated_minor >= 0 AND allocated_minor <= total_minor)
);
CREATE INDEX invoices_by_patient ON invoices (patient_id, status);
CREATE INDEX invoices_by_appointment ON invoices (appointment_id);
CREATE INDEX invoices_by_date ON invoices (issued_on, status);

CREATE TABLE invoice_items (
    id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    service_id BINARY(16) NULL,
    description VARCHAR(300) NOT NULL,
    quantity BIGINT NOT NULL,
    unit_minor BIGINT NOT NULL,
    discount_minor BIGINT NOT NULL,
    discount_reason VARCHAR(200) NULL,
    tax_basis_points BIGINT NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    CONSTRAINT invoice_items_pk PRIMARY KEY (id),
    CONSTRAINT invoice_items_position_unique UNIQUE (invoice_id, position),
    CONSTRAINT invoice_items_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT invoice_items_service_fk FOREIGN KEY (service_id) REFERENCES services (id),
    CONSTRAINT invoice_items_quantity_range CHECK (quantity >= 1 AND quantity <= 10000),
    CONSTRAINT invoice_items_discount_range CHECK (discount_minor >= 0),
    CONSTRAINT invoice_items_tax_range CHECK (tax_basis_points >= 0 AND tax_basis_points <= 10000)
);

CREATE TABLE credit_notes (
    id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    series VARCHAR(20) NOT NULL,
    number BIGINT NOT NULL,
    number_text VARCHAR(40) NOT NULL,
    issued_on DATE NOT NULL,
    issued_at DATETIME(6) NOT NULL,
    issued_by BINARY(16) NULL,
    reason VARCHAR(300) NOT NULL,
    total_minor BIGINT NOT NULL,
    frozen LONGTEXT NULL,
    CONSTRAINT credit_notes_pk PRIMARY KEY (id),
    CONSTRAINT credit_notes_number_unique UNIQUE (series, number),
    CONSTRAINT credit_notes_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT credit_notes_issued_by_fk FOREIGN KEY (issued_by) REFERENCES users (id),
    CONSTRAINT credit_notes_total_range CHECK (total_minor > 0)
);
CREATE INDEX credit_notes_by_invoice ON credit_notes (invoice_id);

CREATE TABLE payments (
    id BINARY(16) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    refunds_id BINARY(16) NULL,
    reverses_id BINARY(16) NULL,
    method VARCHAR(20) NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    receipt_series VARCHAR(20) NOT NULL,
    receipt_number BIGINT NOT NULL,
    receipt_text VARCHAR(40) NOT NULL,
    taken_on DATE NOT NULL,
    taken_at DATETIME(6) NOT NULL,
    cashier_id BINARY(16) NOT NULL,
    workstation_id BINARY(16) NOT NULL,
    note VARCHAR(300) NULL,
    CONSTRAINT payments_pk PRIMARY KEY (id),
    CONSTRAINT payments_receipt_unique UNIQUE (receipt_series, receipt_number),
    CONSTRAINT payments_reversed_once UNIQUE (reverses_id),
    CONSTRAINT payments_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT payments_refunds_fk FOREIGN KEY (refunds_id) REFERENCES payments (id),
    CONSTRAINT payments_reverses_fk FOREIGN KEY (reverses_id) REFERENCES payments (id),
    CONSTRAINT payments_cashier_fk FOREIGN KEY (cashier_id) REFERENCES users (id),
    CONSTRAINT payments_workstation_fk FOREIGN KEY (workstation_id) REFERENCES workstations (id),
    CONSTRAINT payments_kind_known CHECK (kind IN ('payment', 'refund', 'reversal')),
    CONSTRAINT payments_amount_range CHECK (amount_minor > 0 AND amount_minor <= 9007199254740991),
    CONSTRAINT payments_refund_complete CHECK (kind <> 'refund' OR refunds_id IS NOT NULL),
    CONSTRAINT payments_reversal_complete CHECK (kind <> 'reversal' OR reverses_id IS NOT NULL)
);
CREATE INDEX payments_by_patient ON payments (patient_id, taken_on);
CREATE INDEX payments_by_day ON payments (taken_on, cashier_id);

CREATE TABLE payment_allocations (
    id BINARY(16) NOT NULL,
    payment_id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    amount_minor BIGINT NOT NULL,
    allocated_at DATETIME(6) NOT NULL,
    CONSTRAINT payment_allocations_pk PRIMARY KEY (id),
    CONSTRAINT payment_allocations_payment_fk FOREIGN KEY (payment_id) REFERENCES payments (id),
    CONSTRAINT payment_allocations_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT payment_allocations_amount_present CHECK (amount_minor <> 0)
);
CREATE INDEX payment_allocations_by_invoice ON payment_allocations (invoice_id);
CREATE INDEX payment_allocations_by_payment ON payment_allocations (payment_id);
