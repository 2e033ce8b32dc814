-- The books are locked up to a day: nothing more is dated into what is locked, and nothing opens it again.

-- One row per lock, each behind the one before it, which has no other successor: locks are a line that only goes forward. The first row
-- stands for "nothing is locked". `sealed` holds the journal's heads of that moment, by which what was written into the locked days
-- later is found.
CREATE TABLE period_locks (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    locked_to DATE NOT NULL,
    previous_id BINARY(16) NULL,
    previous_to DATE NULL,
    locked_at DATETIME(6) NULL,
    user_id BINARY(16) NULL,
    sealed LONGTEXT NULL,
    seal VARCHAR(64) NULL,
    CONSTRAINT period_locks_pk PRIMARY KEY (id),
    CONSTRAINT period_locks_day_key UNIQUE (id, locked_to),
    CONSTRAINT period_locks_day_unique UNIQUE (locked_to),
    CONSTRAINT period_locks_one_after_another UNIQUE (previous_id),
    CONSTRAINT period_locks_previous_fk FOREIGN KEY (previous_id, previous_to) REFERENCES period_locks (id, locked_to),
    CONSTRAINT period_locks_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT period_locks_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT period_locks_forward CHECK (previous_to IS NULL OR previous_to < locked_to),
    CONSTRAINT period_locks_previous_whole CHECK ((previous_id IS NULL) = (previous_to IS NULL)),
    CONSTRAINT period_locks_complete CHECK (previous_id IS NULL OR (locked_at IS NOT NULL AND user_id IS NOT NULL AND sealed IS NOT NULL AND seal IS NOT NULL))
);
INSERT INTO period_locks (id, version, locked_to) VALUES (X'00000000000000000000000000000001', 1, '1899-12-31');

-- The day under which an operation with money was dated, and the lock that stood then, which ends before that day. Whoever locks changes
-- the row of the newest lock first, and so waits for everybody who is writing under it: the key to its id alone holds that very row.
-- `operation_id` is the journal's; no key says so, because many operations of one transaction write their journal at its end.
CREATE TABLE billing_dates (
    operation_id BINARY(16) NOT NULL,
    day DATE NOT NULL,
    lock_id BINARY(16) NOT NULL,
    locked_to DATE NOT NULL,
    CONSTRAINT billing_dates_pk PRIMARY KEY (operation_id),
    CONSTRAINT billing_dates_held_fk FOREIGN KEY (lock_id) REFERENCES period_locks (id),
    CONSTRAINT billing_dates_lock_fk FOREIGN KEY (lock_id, locked_to) REFERENCES period_locks (id, locked_to),
    CONSTRAINT billing_dates_open CHECK (day > locked_to)
);
CREATE INDEX billing_dates_by_lock ON billing_dates (lock_id, locked_to);

-- Tills that are still open, and drafts of visits: few among many.
CREATE INDEX tills_by_status ON tills (status, day);
CREATE INDEX medical_records_by_status ON medical_records (status);

-- New patients are counted by when they were registered.
CREATE INDEX patients_by_registration ON patients (registered_at);

-- An older version would date into locked days.
UPDATE schema_info SET min_writer = 14 WHERE id = 1;
