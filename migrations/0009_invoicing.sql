-- Invoices, payments and credit at work: what the tables of 0007 need beside them. Amounts are minor units of the clinic's currency.

-- What a service is taxed with. Zero-rated and exempt services say why; their text stands on the invoice.
CREATE TABLE tax_rates (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(60) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    basis_points BIGINT NOT NULL,
    -- The price holds the tax already.
    inclusive BOOLEAN NOT NULL,
    reason VARCHAR(200) NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT tax_rates_pk PRIMARY KEY (id),
    CONSTRAINT tax_rates_name_unique UNIQUE (name),
    CONSTRAINT tax_rates_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT tax_rates_kind_known CHECK (kind IN ('standard', 'zero', 'exempt')),
    CONSTRAINT tax_rates_points_range CHECK ((kind = 'standard' AND basis_points >= 1 AND basis_points <= 10000) OR (kind <> 'standard' AND basis_points = 0)),
    CONSTRAINT tax_rates_reason_given CHECK (kind = 'standard' OR reason IS NOT NULL)
);

-- The one rate of a service; without a row it bears no tax.
CREATE TABLE service_taxes (
    service_id BINARY(16) NOT NULL,
    tax_rate_id BINARY(16) NOT NULL,
    CONSTRAINT service_taxes_pk PRIMARY KEY (service_id),
    CONSTRAINT service_taxes_service_fk FOREIGN KEY (service_id) REFERENCES services (id),
    CONSTRAINT service_taxes_rate_fk FOREIGN KEY (tax_rate_id) REFERENCES tax_rates (id)
);
CREATE INDEX service_taxes_by_rate ON service_taxes (tax_rate_id);

-- The discount on the whole: percent in basis points, or an amount.
ALTER TABLE invoices ADD COLUMN discount_kind VARCHAR(10) NULL;
ALTER TABLE invoices ADD COLUMN discount_value BIGINT NULL;
ALTER TABLE invoices ADD COLUMN discount_reason VARCHAR(200) NULL;
ALTER TABLE invoices ADD COLUMN note VARCHAR(500) NULL;
ALTER TABLE invoices ADD COLUMN void_reason VARCHAR(300) NULL;
ALTER TABLE invoices ADD COLUMN drafted_at DATETIME(6) NULL;
CREATE INDEX invoices_by_status ON invoices (status, due_on);

-- 'service' or 'rounding'. discount_minor is the line's own discount and its share of the whole's; the tax is written out as it was.
ALTER TABLE invoice_items ADD COLUMN kind VARCHAR(10) NOT NULL DEFAULT 'service';
ALTER TABLE invoice_items ADD COLUMN discount_kind VARCHAR(10) NULL;
ALTER TABLE invoice_items ADD COLUMN discount_value BIGINT NULL;
ALTER TABLE invoice_items ADD COLUMN tax_name VARCHAR(60) NULL;
ALTER TABLE invoice_items ADD COLUMN tax_kind VARCHAR(10) NULL;
ALTER TABLE invoice_items ADD COLUMN tax_reason VARCHAR(200) NULL;
ALTER TABLE invoice_items ADD COLUMN tax_inclusive BOOLEAN NOT NULL DEFAULT FALSE;

-- Whence a line came: a column that is added later can have no foreign key on every engine, so these have a table.
CREATE TABLE invoice_item_links (
    item_id BINARY(16) NOT NULL,
    tax_rate_id BINARY(16) NULL,
    doctor_id BINARY(16) NULL,
    CONSTRAINT invoice_item_links_pk PRIMARY KEY (item_id),
    CONSTRAINT invoice_item_links_item_fk FOREIGN KEY (item_id) REFERENCES invoice_items (id),
    CONSTRAINT invoice_item_links_rate_fk FOREIGN KEY (tax_rate_id) REFERENCES tax_rates (id),
    CONSTRAINT invoice_item_links_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id)
);
CREATE INDEX invoice_item_links_by_rate ON invoice_item_links (tax_rate_id);
CREATE INDEX invoice_item_links_by_doctor ON invoice_item_links (doctor_id);

-- An issued invoice never changes: its seal points at the number and the amounts, so the database refuses to change or remove them.
-- The hash is that of the frozen text, which holds the lines.
CREATE UNIQUE INDEX invoices_sealed_key ON invoices (id, series, number, net_minor, tax_minor, total_minor);
CREATE TABLE invoice_seals (
    invoice_id BINARY(16) NOT NULL,
    series VARCHAR(20) NOT NULL,
    number BIGINT NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    frozen_hash VARCHAR(64) NOT NULL,
    CONSTRAINT invoice_seals_pk PRIMARY KEY (invoice_id),
    CONSTRAINT invoice_seals_invoice_fk FOREIGN KEY (invoice_id, series, number, net_minor, tax_minor, total_minor) REFERENCES invoices (id, series, number, net_minor, tax_minor, total_minor)
);

-- What is left of a payment: the row that everybody who uses it changes, so that it is never used twice.
CREATE TABLE payment_balances (
    payment_id BINARY(16) NOT NULL,
    amount_minor BIGINT NOT NULL,
    allocated_minor BIGINT NOT NULL,
    -- Refunded, or reversed.
    returned_minor BIGINT NOT NULL,
    CONSTRAINT payment_balances_pk PRIMARY KEY (payment_id),
    CONSTRAINT payment_balances_payment_fk FOREIGN KEY (payment_id) REFERENCES payments (id),
    CONSTRAINT payment_balances_range CHECK (allocated_minor >= 0 AND returned_minor >= 0 AND allocated_minor + returned_minor <= amount_minor)
);

-- The lines that a credit note takes back, each in part or whole.
CREATE TABLE credit_note_items (
    id BINARY(16) NOT NULL,
    credit_note_id BINARY(16) NOT NULL,
    item_id BINARY(16) NOT NULL,
    net_minor BIGINT NOT NULL,
    tax_minor BIGINT NOT NULL,
    CONSTRAINT credit_note_items_pk PRIMARY KEY (id),
    CONSTRAINT credit_note_items_once UNIQUE (credit_note_id, item_id),
    CONSTRAINT credit_note_items_note_fk FOREIGN KEY (credit_note_id) REFERENCES credit_notes (id),
    CONSTRAINT credit_note_items_item_fk FOREIGN KEY (item_id) REFERENCES invoice_items (id)
);
CREATE INDEX credit_note_items_by_item ON credit_note_items (item_id);

-- What the clinic no longer expects to be paid: an entry of its own, the invoice stays as it was issued.
CREATE TABLE write_offs (
    id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    amount_minor BIGINT NOT NULL,
    reason VARCHAR(300) NOT NULL,
    written_on DATE NOT NULL,
    written_at DATETIME(6) NOT NULL,
    user_id BINARY(16) NOT NULL,
    CONSTRAINT write_offs_pk PRIMARY KEY (id),
    CONSTRAINT write_offs_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT write_offs_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT write_offs_amount_range CHECK (amount_minor > 0)
);
CREATE INDEX write_offs_by_invoice ON write_offs (invoice_id);
CREATE INDEX write_offs_by_day ON write_offs (written_on);

-- A cashier's day: what the drawer began with, and what was counted when it was closed. Everybody who takes or gives money holds the
-- row of the cashier, so that nothing is dated into a day that is closed. `sealed` holds the sums and the journal's heads of that moment.
CREATE TABLE tills (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    cashier_id BINARY(16) NOT NULL,
    day DATE NOT NULL,
    float_minor BIGINT NOT NULL,
    status VARCHAR(10) NOT NULL,
    opened_at DATETIME(6) NOT NULL,
    closed_at DATETIME(6) NULL,
    counted_minor BIGINT NULL,
    card_counted_minor BIGINT NULL,
    difference_minor BIGINT NULL,
    reason VARCHAR(300) NULL,
    sealed LONGTEXT NULL,
    seal VARCHAR(64) NULL,
    CONSTRAINT tills_pk PRIMARY KEY (id),
    CONSTRAINT tills_one_a_day UNIQUE (cashier_id, day),
    CONSTRAINT tills_cashier_fk FOREIGN KEY (cashier_id) REFERENCES users (id),
    CONSTRAINT tills_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT tills_status_known CHECK (status IN ('open', 'closed')),
    CONSTRAINT tills_float_range CHECK (float_minor >= 0 AND float_minor <= 9007199254740991),
    CONSTRAINT tills_closed_complete CHECK (status = 'open' OR (closed_at IS NOT NULL AND counted_minor IS NOT NULL AND card_counted_minor IS NOT NULL AND difference_minor IS NOT NULL AND sealed IS NOT NULL AND seal IS NOT NULL)),
    CONSTRAINT tills_difference_said CHECK (status = 'open' OR difference_minor = 0 OR reason IS NOT NULL)
);
CREATE INDEX tills_by_day ON tills (day, status);

-- Cash put into a drawer, or taken out of it (below nought): change, petty cash, to the bank.
CREATE TABLE till_moves (
    id BINARY(16) NOT NULL,
    till_id BINARY(16) NOT NULL,
    amount_minor BIGINT NOT NULL,
    reason VARCHAR(200) NOT NULL,
    moved_at DATETIME(6) NOT NULL,
    CONSTRAINT till_moves_pk PRIMARY KEY (id),
    CONSTRAINT till_moves_till_fk FOREIGN KEY (till_id) REFERENCES tills (id),
    CONSTRAINT till_moves_amount_present CHECK (amount_minor <> 0)
);
CREATE INDEX till_moves_by_till ON till_moves (till_id, moved_at);

-- Reports go by date: what was taken back, and what was settled since a day.
CREATE INDEX credit_notes_by_date ON credit_notes (issued_on);
CREATE INDEX payment_allocations_by_time ON payment_allocations (allocated_at);
