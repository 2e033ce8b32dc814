-- Which papers left the clinic's printers: the first that came out is the original, every other one says that it is a copy.

-- One row per paper of an invoice, a credit note or a receipt. `original` is TRUE for the original and NULL for copies and for what did not
-- come out, so that there is at most one, and after a failure the next one is it.
CREATE TABLE prints (
    id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NULL,
    credit_note_id BINARY(16) NULL,
    payment_id BINARY(16) NULL,
    original BOOLEAN NULL,
    failed BOOLEAN NOT NULL,
    printed_at DATETIME(6) NOT NULL,
    user_id BINARY(16) NULL,
    workstation_id BINARY(16) NOT NULL,
    CONSTRAINT prints_pk PRIMARY KEY (id),
    CONSTRAINT prints_invoice_once UNIQUE (invoice_id, original),
    CONSTRAINT prints_credit_note_once UNIQUE (credit_note_id, original),
    CONSTRAINT prints_payment_once UNIQUE (payment_id, original),
    CONSTRAINT prints_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoices (id),
    CONSTRAINT prints_credit_note_fk FOREIGN KEY (credit_note_id) REFERENCES credit_notes (id),
    CONSTRAINT prints_payment_fk FOREIGN KEY (payment_id) REFERENCES payments (id),
    CONSTRAINT prints_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT prints_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT prints_original_known CHECK (original IS NULL OR (original AND NOT failed)),
    CONSTRAINT prints_of_one CHECK (
        (CASE WHEN invoice_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END) = 1)
);
