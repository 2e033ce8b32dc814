-- Which signed papers of the record left the clinic's printers: a second original of a prescription or a sick note would be used twice.

-- One row per paper of a prescription or a letter, as `prints` holds those of the books. `original` is TRUE for the original and NULL for copies
-- and for what did not come out, so that there is at most one, and after a failure the next one is it.
CREATE TABLE record_prints (
    id BINARY(16) NOT NULL,
    prescription_id BINARY(16) NULL,
    letter_id BINARY(16) NULL,
    original BOOLEAN NULL,
    failed BOOLEAN NOT NULL,
    printed_at DATETIME(6) NOT NULL,
    user_id BINARY(16) NULL,
    workstation_id BINARY(16) NOT NULL,
    CONSTRAINT record_prints_pk PRIMARY KEY (id),
    CONSTRAINT record_prints_prescription_once UNIQUE (prescription_id, original),
    CONSTRAINT record_prints_letter_once UNIQUE (letter_id, original),
    CONSTRAINT record_prints_prescription_fk FOREIGN KEY (prescription_id) REFERENCES prescriptions (id),
    CONSTRAINT record_prints_letter_fk FOREIGN KEY (letter_id) REFERENCES letters (id),
    CONSTRAINT record_prints_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT record_prints_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT record_prints_original_known CHECK (original IS NULL OR (original AND NOT failed)),
    CONSTRAINT record_prints_of_one CHECK ((prescription_id IS NULL) <> (letter_id IS NULL))
);
