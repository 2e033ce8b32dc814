-- Corrected payments: whose drawer they are in, and what was put right of a day after it was closed.

-- The day in whose drawer a payment is, of its cashier: that on which it was taken, but for what corrects a day that was left open.
ALTER TABLE payments ADD COLUMN drawer_on DATE NULL;
UPDATE payments SET drawer_on = taken_on WHERE drawer_on IS NULL;
CREATE INDEX payments_by_drawer ON payments (cashier_id, drawer_on);
CREATE UNIQUE INDEX payments_drawer_key ON payments (id, cashier_id, drawer_on);
CREATE UNIQUE INDEX tills_drawer_key ON tills (id, cashier_id, day);

-- One row per correction. The payment that was taken back and the one entered in its place are in one drawer (`cashier_id`, `day`): that
-- of the wrong payment (`paid_to_id`, `paid_on`), unless its day was closed by then.
CREATE TABLE payment_corrections (
    reversal_id BINARY(16) NOT NULL,
    right_id BINARY(16) NULL,
    cashier_id BINARY(16) NOT NULL,
    day DATE NOT NULL,
    payment_id BINARY(16) NOT NULL,
    paid_to_id BINARY(16) NOT NULL,
    paid_on DATE NOT NULL,
    closed_till_id BINARY(16) NULL,
    -- Who corrected it, whoever's drawer it was.
    user_id BINARY(16) NOT NULL,
    CONSTRAINT payment_corrections_pk PRIMARY KEY (reversal_id),
    CONSTRAINT payment_corrections_once UNIQUE (payment_id),
    CONSTRAINT payment_corrections_right_unique UNIQUE (right_id),
    CONSTRAINT payment_corrections_reversal_fk FOREIGN KEY (reversal_id, cashier_id, day) REFERENCES payments (id, cashier_id, drawer_on),
    CONSTRAINT payment_corrections_right_fk FOREIGN KEY (right_id, cashier_id, day) REFERENCES payments (id, cashier_id, drawer_on),
    CONSTRAINT payment_corrections_payment_fk FOREIGN KEY (payment_id, paid_to_id, paid_on) REFERENCES payments (id, cashier_id, drawer_on),
    CONSTRAINT payment_corrections_closed_fk FOREIGN KEY (closed_till_id, paid_to_id, paid_on) REFERENCES tills (id, cashier_id, day),
    CONSTRAINT payment_corrections_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT payment_corrections_drawer CHECK (closed_till_id IS NOT NULL OR (cashier_id = paid_to_id AND day = paid_on))
);
CREATE INDEX payment_corrections_by_drawer ON payment_corrections (cashier_id, day);
CREATE INDEX payment_corrections_by_closed ON payment_corrections (closed_till_id);
CREATE INDEX payment_corrections_by_user ON payment_corrections (user_id);

-- An earlier version would put every correction into the drawer of whoever corrects.
UPDATE schema_info SET min_writer = 24 WHERE id = 1;
