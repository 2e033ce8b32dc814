-- Vaccinations: what a patient was given, or refused. Inserted only: what is wrong is struck.

-- `given_on` is the day it was given or refused. Given here: by whom of the clinic, with batch and expiry; elsewhere: as somebody's papers say. `batch_key` is the batch
-- without spaces and signs, which it is found by. `record_id` is the signed visit whose signature covers it.
CREATE TABLE vaccinations (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    record_id BINARY(16) NULL,
    status VARCHAR(10) NOT NULL,
    vaccine VARCHAR(120) NOT NULL,
    dose_number BIGINT NULL,
    given_on DATE NOT NULL,
    batch VARCHAR(60) NULL,
    batch_key VARCHAR(60) NULL,
    expires_on DATE NULL,
    expired_reason VARCHAR(300) NULL,
    site VARCHAR(20) NULL,
    given_by BINARY(16) NULL,
    given_elsewhere VARCHAR(200) NULL,
    refused_reason VARCHAR(300) NULL,
    entered_at DATETIME(6) NOT NULL,
    entered_by BINARY(16) NULL,
    CONSTRAINT vaccinations_pk PRIMARY KEY (id),
    CONSTRAINT vaccinations_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT vaccinations_record_fk FOREIGN KEY (record_id) REFERENCES medical_records (id),
    CONSTRAINT vaccinations_given_by_fk FOREIGN KEY (given_by) REFERENCES users (id),
    CONSTRAINT vaccinations_entered_by_fk FOREIGN KEY (entered_by) REFERENCES users (id),
    CONSTRAINT vaccinations_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT vaccinations_status_known CHECK (status IN ('given', 'refused')),
    CONSTRAINT vaccinations_dose_range CHECK (dose_number IS NULL OR (dose_number >= 1 AND dose_number <= 20)),
    CONSTRAINT vaccinations_given_whole CHECK (status <> 'given' OR (refused_reason IS NULL AND (given_by IS NULL) <> (given_elsewhere IS NULL))),
    CONSTRAINT vaccinations_here_traced CHECK (given_by IS NULL OR (batch IS NOT NULL AND batch_key IS NOT NULL AND expires_on IS NOT NULL)),
    CONSTRAINT vaccinations_refused_whole CHECK (status <> 'refused' OR (refused_reason IS NOT NULL AND given_by IS NULL AND given_elsewhere IS NULL AND batch IS NULL))
);
CREATE INDEX vaccinations_by_patient ON vaccinations (patient_id, given_on);
CREATE INDEX vaccinations_by_record ON vaccinations (record_id);
CREATE INDEX vaccinations_by_batch ON vaccinations (batch_key, given_on);
CREATE INDEX vaccinations_by_day ON vaccinations (given_on);

-- What was entered in error, with the reason. Inserted only, as `strikes` is, whose kinds were settled before there were vaccinations.
CREATE TABLE vaccination_strikes (
    vaccination_id BINARY(16) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    struck_at DATETIME(6) NOT NULL,
    struck_by BINARY(16) NULL,
    CONSTRAINT vaccination_strikes_pk PRIMARY KEY (vaccination_id),
    CONSTRAINT vaccination_strikes_vaccination_fk FOREIGN KEY (vaccination_id) REFERENCES vaccinations (id),
    CONSTRAINT vaccination_strikes_struck_by_fk FOREIGN KEY (struck_by) REFERENCES users (id),
    CONSTRAINT vaccination_strikes_reason_present CHECK (LENGTH(reason) > 0)
);

-- An older version would sign a visit without its vaccinations.
UPDATE schema_info SET min_writer = 12 WHERE id = 1;
