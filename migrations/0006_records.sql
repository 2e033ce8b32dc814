-- The visit: notes, vitals, diagnoses, prescriptions, files. Clinical rows are struck, never deleted.

CREATE TABLE medical_records (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    appointment_id BINARY(16) NULL,
    doctor_id BINARY(16) NOT NULL,
    visited_at DATETIME NOT NULL,
    reason LONGTEXT NULL,
    history LONGTEXT NULL,
    findings LONGTEXT NULL,
    assessment LONGTEXT NULL,
    plan LONGTEXT NULL,
    status VARCHAR(10) NOT NULL,
    signed_at DATETIME(6) NULL,
    signed_by BINARY(16) NULL,
    content_hash BINARY(32) NULL,
    struck_at DATETIME(6) NULL,
    struck_by BINARY(16) NULL,
    struck_reason VARCHAR(500) NULL,
    CONSTRAINT medical_records_pk PRIMARY KEY (id),
    CONSTRAINT medical_records_appointment_unique UNIQUE (appointment_id),
    CONSTRAINT medical_records_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT medical_records_appointment_fk FOREIGN KEY (appointment_id) REFERENCES appointments (id),
    CONSTRAINT medical_records_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT medical_records_signed_by_fk FOREIGN KEY (signed_by) REFERENCES users (id),
    CONSTRAINT medical_records_struck_by_fk FOREIGN KEY (struck_by) REFERENCES users (id),
    CONSTRAINT medical_records_status_known CHECK (status IN ('draft', 'signed')),
    CONSTRAINT medical_records_signed_complete CHECK (status <> 'signed' OR (signed_at IS NOT NULL AND signed_by IS NOT NULL AND content_hash IS NOT NULL)),
    CONSTRAINT medical_records_struck_complete CHECK (struck_at IS NULL OR (struck_by IS NOT NULL AND struck_reason IS NOT NULL))
);
CREATE INDEX medical_records_by_patient ON medical_records (patient_id, visited_at);
CREATE INDEX medical_records_by_doctor ON medical_records (doctor_id, status, visited_at);

CREATE TABLE record_addenda (
    id BINARY(16) NOT NULL,
    record_id BINARY(16) NOT NULL,
    text LONGTEXT NOT NULL,
    written_at DATETIME(6) NOT NULL,
    written_by BINARY(16) NOT NULL,
    CONSTRAINT record_addenda_pk PRIMARY KEY (id),
    CONSTRAINT record_addenda_record_fk FOREIGN KEY (record_id) REFERENCES medical_records (id),
    CONSTRAINT record_addenda_written_by_fk FOREIGN KEY (written_by) REFERENCES users (id)
);
CREATE INDEX record_addenda_by_record ON record_addenda (record_id, written_at);

-- A measurement as it was entered: `value_scaled` is the number times 1000, in `unit`. Absent means not measured.
CREATE TABLE vitals (
    id BINARY(16) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    record_id BINARY(16) NULL,
    kind VARCHAR(30) NOT NULL,
    value_scaled BIGINT NOT NULL,
    unit VARCHAR(20) NOT NULL,
    measured_at DATETIME NOT NULL,
    entered_at DATETIME(6) NOT NULL,
    entered_by BINARY(16) NOT NULL,
    struck_at DATETIME(6) NULL,
    struck_reason VARCHAR(500) NULL,
    CONSTRAINT vitals_pk PRIMARY KEY (id),
    CONSTRAINT vitals_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT vitals_record_fk FOREIGN KEY (record_id) REFERENCES medical_records (id),
    CONSTRAINT vitals_entered_by_fk FOREIGN KEY (entered_by) REFERENCES users (id)
);
CREATE INDEX vitals_by_patient ON vitals (patient_id, kind, measured_at);

CREATE TABLE diagnoses (
    id BINARY(16) NOT NULL,
    record_id BINARY(16) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    code_system VARCHAR(20) NOT NULL,
    code VARCHAR(20) NOT NULL,
    title VARCHAR(300) NOT NULL,
    is_main BOOLEAN NOT NULL,
    CONSTRAINT diagnoses_pk PRIMARY KEY (id),
    CONSTRAINT diagnoses_record_fk FOREIGN KEY (record_id) REFERENCES medical_records (id),
    CONSTRAINT diagnoses_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX diagnoses_by_patient ON diagnoses (patient_id, code);
CREATE INDEX diagnoses_by_record ON diagnoses (record_id);

CREATE TABLE allergies (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    substance VARCHAR(200) NOT NULL,
    reaction VARCHAR(300) NULL,
    severity VARCHAR(10) NOT NULL,
    since DATE NULL,
    status VARCHAR(10) NOT NULL,
    CONSTRAINT allergies_pk PRIMARY KEY (id),
    CONSTRAINT allergies_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT allergies_severity_known CHECK (severity IN ('mild', 'moderate', 'severe', 'unknown')),
    CONSTRAINT allergies_status_known CHECK (status IN ('active', 'resolved', 'refuted', 'struck'))
);
CREATE INDEX allergies_by_patient ON allergies (patient_id, status);

CREATE TABLE problems (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    code VARCHAR(20) NULL,
    title VARCHAR(300) NOT NULL,
    since DATE NULL,
    until DATE NULL,
    status VARCHAR(10) NOT NULL,
    CONSTRAINT problems_pk PRIMARY KEY (id),
    CONSTRAINT problems_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT problems_status_known CHECK (status IN ('active', 'resolved', 'struck'))
);
CREATE INDEX problems_by_patient ON problems (patient_id, status);

CREATE TABLE prescriptions (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    record_id BINARY(16) NULL,
    doctor_id BINARY(16) NOT NULL,
    status VARCHAR(10) NOT NULL,
    prescribed_on DATE NOT NULL,
    signed_at DATETIME(6) NULL,
    note VARCHAR(500) NULL,
    CONSTRAINT prescriptions_pk PRIMARY KEY (id),
    CONSTRAINT prescriptions_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT prescriptions_record_fk FOREIGN KEY (record_id) REFERENCES medical_records (id),
    CONSTRAINT prescriptions_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT prescriptions_status_known CHECK (status IN ('draft', 'signed', 'stopped', 'struck')),
    CONSTRAINT prescriptions_signed_complete CHECK (status <> 'signed' OR signed_at IS NOT NULL)
);
CREATE INDEX prescriptions_by_patient ON prescriptions (patient_id, prescribed_on);

CREATE TABLE prescription_items (
    id BINARY(16) NOT NULL,
    prescription_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    medicine VARCHAR(200) NOT NULL,
    ingredient VARCHAR(200) NULL,
    strength VARCHAR(60) NULL,
    form VARCHAR(60) NULL,
    dose VARCHAR(120) NOT NULL,
    frequency VARCHAR(120) NOT NULL,
    days BIGINT NULL,
    quantity VARCHAR(60) NULL,
    instructions VARCHAR(500) NULL,
    stopped_on DATE NULL,
    override_reason VARCHAR(300) NULL,
    CONSTRAINT prescription_items_pk PRIMARY KEY (id),
    CONSTRAINT prescription_items_position_unique UNIQUE (prescription_id, position),
    CONSTRAINT prescription_items_prescription_fk FOREIGN KEY (prescription_id) REFERENCES prescriptions (id),
    CONSTRAINT prescription_items_days_range CHECK (days IS NULL OR (days >= 1 AND days <= 3650))
);

CREATE TABLE attachments (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    record_id BINARY(16) NULL,
    name VARCHAR(200) NOT NULL,
    content_type VARCHAR(80) NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 BINARY(32) NOT NULL,
    status VARCHAR(10) NOT NULL,
    added_at DATETIME(6) NOT NULL,
    added_by BINARY(16) NOT NULL,
    CONSTRAINT attachments_pk PRIMARY KEY (id),
    CONSTRAINT attachments_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT attachments_record_fk FOREIGN KEY (record_id) REFERENCES medical_records (id),
    CONSTRAINT attachments_added_by_fk FOREIGN KEY (added_by) REFERENCES users (id),
    CONSTRAINT attachments_status_known CHECK (status IN ('loading', 'kept', 'struck')),
    CONSTRAINT attachments_size_range CHECK (size_bytes >= 0)
);
CREATE INDEX attachments_by_patient ON attachments (patient_id, added_at);
