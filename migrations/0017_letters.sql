-- Letters about a patient: referrals and sick notes. Inserted only: what is wrong is struck, and written again.

-- `number` counts within `series` without gaps, per kind and year. `record_id` is the visit it was written for. A diagnosis stands in it only when somebody put it
-- there. `from_day` and `until_day`, both included, are a sick note's.
CREATE TABLE letters (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    record_id BINARY(16) NULL,
    doctor_id BINARY(16) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    series VARCHAR(40) NOT NULL,
    number BIGINT NOT NULL,
    number_text VARCHAR(60) NOT NULL,
    written_on DATE NOT NULL,
    addressee VARCHAR(300) NULL,
    text LONGTEXT NULL,
    from_day DATE NULL,
    until_day DATE NULL,
    diagnosis VARCHAR(500) NULL,
    written_at DATETIME(6) NOT NULL,
    written_by BINARY(16) NULL,
    CONSTRAINT letters_pk PRIMARY KEY (id),
    CONSTRAINT letters_number_unique UNIQUE (series, number),
    CONSTRAINT letters_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT letters_record_fk FOREIGN KEY (record_id) REFERENCES medical_records (id),
    CONSTRAINT letters_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT letters_written_by_fk FOREIGN KEY (written_by) REFERENCES users (id),
    CONSTRAINT letters_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT letters_kind_known CHECK (kind IN ('referral', 'sick_note')),
    CONSTRAINT letters_referral_whole CHECK (kind <> 'referral' OR (addressee IS NOT NULL AND text IS NOT NULL AND from_day IS NULL AND until_day IS NULL)),
    CONSTRAINT letters_sick_note_whole CHECK (kind <> 'sick_note' OR (from_day IS NOT NULL AND until_day IS NOT NULL AND from_day <= until_day))
);
CREATE INDEX letters_by_patient ON letters (patient_id, written_on);
CREATE INDEX letters_by_record ON letters (record_id);

-- What was entered in error, with the reason. Inserted only, as `strikes` is, whose kinds were settled before there were letters.
CREATE TABLE letter_strikes (
    letter_id BINARY(16) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    struck_at DATETIME(6) NOT NULL,
    struck_by BINARY(16) NULL,
    CONSTRAINT letter_strikes_pk PRIMARY KEY (letter_id),
    CONSTRAINT letter_strikes_letter_fk FOREIGN KEY (letter_id) REFERENCES letters (id),
    CONSTRAINT letter_strikes_struck_by_fk FOREIGN KEY (struck_by) REFERENCES users (id),
    CONSTRAINT letter_strikes_reason_present CHECK (LENGTH(reason) > 0)
);
