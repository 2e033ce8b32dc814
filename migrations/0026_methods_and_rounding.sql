-- A clinic's own methods of payment, each a kind of card, transfer or other. What the till does hangs on the kind, which never changes. Cash is cash: a
-- drawer holds nothing else.
CREATE TABLE payment_methods (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(40) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    account_code VARCHAR(20) NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT payment_methods_pk PRIMARY KEY (id),
    CONSTRAINT payment_methods_name_unique UNIQUE (name),
    CONSTRAINT payment_methods_kind_known CHECK (kind IN ('card', 'transfer', 'other')),
    CONSTRAINT payment_methods_id_length CHECK (LENGTH(id) = 16)
);
CREATE UNIQUE INDEX payment_methods_kind_key ON payment_methods (id, kind);
CREATE UNIQUE INDEX payments_method_key ON payments (id, method);

-- By which of them a payment was made. The keys hold its kind to that of the payment's own row. `name` is what it was called then, as its receipt says.
CREATE TABLE payment_own_methods (
    payment_id BINARY(16) NOT NULL,
    method_id BINARY(16) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    name VARCHAR(40) NOT NULL,
    CONSTRAINT payment_own_methods_pk PRIMARY KEY (payment_id),
    CONSTRAINT payment_own_methods_payment_fk FOREIGN KEY (payment_id, kind) REFERENCES payments (id, method),
    CONSTRAINT payment_own_methods_method_fk FOREIGN KEY (method_id, kind) REFERENCES payment_methods (id, kind)
);
CREATE INDEX payment_own_methods_by_method ON payment_own_methods (method_id);

-- What cash was rounded by when an issued invoice was paid: more (above nought) or less than it asked for. An entry of its own, because the invoice stays as it
-- was issued. It settles the invoice together with the part of the payment. Taken back with the payment by a row turned round.
CREATE TABLE cash_roundings (
    id BINARY(16) NOT NULL,
    payment_id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    amount_minor BIGINT NOT NULL,
    written_on DATE NOT NULL,
    written_at DATETIME(6) NOT NULL,
    CONSTRAINT cash_roundings_pk PRIMARY KEY (id),
    CONSTRAINT cash_roundings_payment_fk FOREIGN KEY (payment_id) REFERENCES payments (id),
    CONSTRAINT cash_roundings_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT cash_roundings_amount_range CHECK (amount_minor <> 0 AND amount_minor >= -5000 AND amount_minor <= 5000)
);
CREATE INDEX cash_roundings_by_invoice ON cash_roundings (invoice_id);
CREATE INDEX cash_roundings_by_payment ON cash_roundings (payment_id);
CREATE INDEX cash_roundings_by_day ON cash_roundings (written_on);

-- What was written off and is asked for again: whole, once, of the same invoice.
CREATE UNIQUE INDEX write_offs_undo_key ON write_offs (id, invoice_id, amount_minor);
CREATE TABLE write_off_undos (
    id BINARY(16) NOT NULL,
    write_off_id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NOT NULL,
    amount_minor BIGINT NOT NULL,
    reason VARCHAR(300) NOT NULL,
    undone_on DATE NOT NULL,
    undone_at DATETIME(6) NOT NULL,
    user_id BINARY(16) NOT NULL,
    CONSTRAINT write_off_undos_pk PRIMARY KEY (id),
    CONSTRAINT write_off_undos_once UNIQUE (write_off_id),
    CONSTRAINT write_off_undos_write_off_fk FOREIGN KEY (write_off_id, invoice_id, amount_minor) REFERENCES write_offs (id, invoice_id, amount_minor),
    CONSTRAINT write_off_undos_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT write_off_undos_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX write_off_undos_by_invoice ON write_off_undos (invoice_id);
CREATE INDEX write_off_undos_by_day ON write_off_undos (undone_on);
CREATE INDEX write_off_undos_by_user ON write_off_undos (user_id);

-- An earlier version would take payments by what is switched off, and close days without a clinic's own methods, and correct a rounded payment wrongly.
UPDATE schema_info SET min_writer = 26 WHERE id = 1;
