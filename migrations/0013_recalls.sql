-- Recalls: whom the clinic wants to see again, between which days. What stands here is for the desk, never clinical.

-- Open until it is booked or not wanted. Booked, it counts as open again for as long as that appointment does not stand.
CREATE TABLE recalls (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    record_id BINARY(16) NULL,
    from_day DATE NOT NULL,
    to_day DATE NOT NULL,
    service_id BINARY(16) NULL,
    doctor_id BINARY(16) NULL,
    note VARCHAR(300) NULL,
    status VARCHAR(12) NOT NULL,
    appointment_id BINARY(16) NULL,
    reason VARCHAR(300) NULL,
    noted_at DATETIME(6) NOT NULL,
    noted_by BINARY(16) NULL,
    CONSTRAINT recalls_pk PRIMARY KEY (id),
    CONSTRAINT recalls_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT recalls_record_fk FOREIGN KEY (record_id) REFERENCES medical_records (id),
    CONSTRAINT recalls_service_fk FOREIGN KEY (service_id) REFERENCES services (id),
    CONSTRAINT recalls_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT recalls_appointment_fk FOREIGN KEY (appointment_id) REFERENCES appointments (id),
    CONSTRAINT recalls_noted_by_fk FOREIGN KEY (noted_by) REFERENCES users (id),
    CONSTRAINT recalls_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT recalls_span CHECK (to_day >= from_day),
    CONSTRAINT recalls_status_known CHECK (status IN ('open', 'booked', 'not_wanted')),
    CONSTRAINT recalls_booked_whole CHECK (status <> 'booked' OR appointment_id IS NOT NULL),
    CONSTRAINT recalls_reason_whole CHECK ((status = 'not_wanted') = (reason IS NOT NULL))
);
CREATE INDEX recalls_by_status ON recalls (status, from_day);
CREATE INDEX recalls_by_patient ON recalls (patient_id, status);
CREATE INDEX recalls_by_appointment ON recalls (appointment_id);

-- That somebody called about it. Inserted only.
CREATE TABLE recall_calls (
    id BINARY(16) NOT NULL,
    recall_id BINARY(16) NOT NULL,
    note VARCHAR(200) NULL,
    at DATETIME(6) NOT NULL,
    user_id BINARY(16) NULL,
    CONSTRAINT recall_calls_pk PRIMARY KEY (id),
    CONSTRAINT recall_calls_recall_fk FOREIGN KEY (recall_id) REFERENCES recalls (id),
    CONSTRAINT recall_calls_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX recall_calls_by_recall ON recall_calls (recall_id, at);
