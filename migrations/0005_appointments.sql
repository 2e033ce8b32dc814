-- Appointments and the claims that make a double booking impossible. Times are clinic wall time.

-- Appointments that repeat: the rule as it was agreed on when they were booked. Each visit is a row of its own in appointments.
CREATE TABLE appointment_series (
    id BINARY(16) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    -- The clinic wall time from which the rule counts.
    starts_at DATETIME NOT NULL,
    every BIGINT NOT NULL,
    unit VARCHAR(5) NOT NULL,
    -- Of weeks: the weekdays' numbers, Monday 1, in order ("25"). Empty: that of starts_at.
    weekdays VARCHAR(7) NOT NULL,
    -- Of months: the same date, or the same weekday of the month.
    monthly VARCHAR(7) NOT NULL,
    until_date DATE NULL,
    times BIGINT NULL,
    created_at DATETIME(6) NOT NULL,
    created_by BINARY(16) NULL,
    CONSTRAINT appointment_series_pk PRIMARY KEY (id),
    CONSTRAINT appointment_series_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT appointment_series_created_by_fk FOREIGN KEY (created_by) REFERENCES users (id),
    CONSTRAINT appointment_series_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT appointment_series_every_range CHECK (every >= 1 AND every <= 99),
    CONSTRAINT appointment_series_unit_known CHECK (unit IN ('day', 'week', 'month')),
    CONSTRAINT appointment_series_monthly_known CHECK (monthly IN ('date', 'weekday')),
    CONSTRAINT appointment_series_one_end CHECK ((until_date IS NULL AND times IS NOT NULL) OR (until_date IS NOT NULL AND times IS NULL))
);

CREATE TABLE appointments (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    doctor_id BINARY(16) NOT NULL,
    room_id BINARY(16) NULL,
    series_id BINARY(16) NULL,
    -- Moved on its own: a shift of the whole series leaves it where it is.
    series_own_time BOOLEAN NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    status VARCHAR(12) NOT NULL,
    status_since DATETIME(6) NOT NULL,
    waiting_for BINARY(16) NULL,
    -- The services' names when they were last chosen, so that a day is one statement.
    services_text VARCHAR(300) NOT NULL,
    note VARCHAR(500) NULL,
    overbooked BOOLEAN NOT NULL,
    overbook_reason VARCHAR(200) NULL,
    overbooked_by BINARY(16) NULL,
    outside_hours BOOLEAN NOT NULL,
    outside_reason VARCHAR(200) NULL,
    -- The absences it was knowingly booked into (ids, joined by commas): for these it is not to be moved.
    outside_known LONGTEXT NULL,
    cancelled_by VARCHAR(10) NULL,
    cancel_reason VARCHAR(200) NULL,
    is_new BOOLEAN NOT NULL,
    -- Came without an appointment. While such a patient waits the row holds no time: only being called in takes it.
    walk_in BOOLEAN NOT NULL,
    -- Whoever is free first may call this walk-in in, of one specialty or any. doctor_id is then the one we expect.
    for_anyone BOOLEAN NOT NULL,
    for_specialty BINARY(16) NULL,
    -- The number on the patient's slip: counted anew each day that people arrive.
    ticket_day DATE NULL,
    ticket BIGINT NULL,
    booked_at DATETIME(6) NOT NULL,
    booked_by BINARY(16) NULL,
    CONSTRAINT appointments_pk PRIMARY KEY (id),
    CONSTRAINT appointments_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT appointments_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT appointments_room_fk FOREIGN KEY (room_id) REFERENCES clinic_rooms (id),
    CONSTRAINT appointments_series_fk FOREIGN KEY (series_id) REFERENCES appointment_series (id),
    CONSTRAINT appointments_waiting_fk FOREIGN KEY (waiting_for) REFERENCES doctors (id),
    CONSTRAINT appointments_booked_by_fk FOREIGN KEY (booked_by) REFERENCES users (id),
    CONSTRAINT appointments_overbooked_by_fk FOREIGN KEY (overbooked_by) REFERENCES users (id),
    CONSTRAINT appointments_specialty_fk FOREIGN KEY (for_specialty) REFERENCES specialties (id),
    CONSTRAINT appointments_ticket_once UNIQUE (ticket_day, ticket),
    CONSTRAINT appointments_ticket_complete CHECK ((ticket_day IS NULL AND ticket IS NULL) OR (ticket_day IS NOT NULL AND ticket >= 1)),
    CONSTRAINT appointments_walk_in_came CHECK (walk_in = FALSE OR status NOT IN ('booked', 'confirmed', 'no_show')),
    CONSTRAINT appointments_anyone_walk_in CHECK (for_anyone = FALSE OR walk_in = TRUE),
    CONSTRAINT appointments_specialty_anyone CHECK (for_specialty IS NULL OR for_anyone = TRUE),
    CONSTRAINT appointments_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT appointments_span CHECK (ends_at > starts_at),
    CONSTRAINT appointments_status_known CHECK (status IN ('booked', 'confirmed', 'arrived', 'in_room', 'to_pay', 'done', 'no_show', 'left', 'cancelled', 'taken_back')),
    CONSTRAINT appointments_cancelled_by_known CHECK (cancelled_by IS NULL OR cancelled_by IN ('patient', 'clinic')),
    CONSTRAINT appointments_cancel_complete CHECK (status <> 'cancelled' OR (cancelled_by IS NOT NULL AND cancel_reason IS NOT NULL)),
    CONSTRAINT appointments_overbook_complete CHECK (overbooked = FALSE OR overbook_reason IS NOT NULL)
);
CREATE INDEX appointments_by_start ON appointments (starts_at, doctor_id);
CREATE INDEX appointments_by_doctor ON appointments (doctor_id, starts_at);
CREATE INDEX appointments_by_room ON appointments (room_id, starts_at);
CREATE INDEX appointments_by_patient ON appointments (patient_id, starts_at);
CREATE INDEX appointments_by_series ON appointments (series_id, starts_at);

-- The last ticket of each day: a row that everybody who arrives waits for, inside the transaction of the arrival.
CREATE TABLE ticket_counters (
    day DATE NOT NULL,
    value BIGINT NOT NULL,
    CONSTRAINT ticket_counters_pk PRIMARY KEY (day),
    CONSTRAINT ticket_counters_value_range CHECK (value >= 1)
);

CREATE TABLE slot_claims (
    resource_id BINARY(16) NOT NULL,
    slot_at DATETIME NOT NULL,
    lane BIGINT NOT NULL,
    appointment_id BINARY(16) NOT NULL,
    CONSTRAINT slot_claims_pk PRIMARY KEY (resource_id, slot_at, lane),
    CONSTRAINT slot_claims_appointment_fk FOREIGN KEY (appointment_id) REFERENCES appointments (id),
    CONSTRAINT slot_claims_lane_range CHECK (lane >= 0 AND lane < 1000)
);
CREATE INDEX slot_claims_by_appointment ON slot_claims (appointment_id);

CREATE TABLE appointment_services (
    appointment_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    service_id BINARY(16) NOT NULL,
    minutes BIGINT NOT NULL,
    price_minor BIGINT NOT NULL,
    CONSTRAINT appointment_services_pk PRIMARY KEY (appointment_id, position),
    CONSTRAINT appointment_services_once UNIQUE (appointment_id, service_id),
    CONSTRAINT appointment_services_appointment_fk FOREIGN KEY (appointment_id) REFERENCES appointments (id),
    CONSTRAINT appointment_services_service_fk FOREIGN KEY (service_id) REFERENCES services (id),
    CONSTRAINT appointment_services_price_range CHECK (price_minor >= 0 AND price_minor <= 9007199254740991)
);

CREATE TABLE appointment_status_history (
    id BINARY(16) NOT NULL,
    appointment_id BINARY(16) NOT NULL,
    from_status VARCHAR(12) NULL,
    to_status VARCHAR(12) NOT NULL,
    waiting_for BINARY(16) NULL,
    reason VARCHAR(200) NULL,
    at DATETIME(6) NOT NULL,
    user_id BINARY(16) NULL,
    CONSTRAINT appointment_status_history_pk PRIMARY KEY (id),
    CONSTRAINT appointment_status_history_appointment_fk FOREIGN KEY (appointment_id) REFERENCES appointments (id),
    CONSTRAINT appointment_status_history_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX appointment_status_history_by_appointment ON appointment_status_history (appointment_id, at);

-- Calls to patients about an appointment that is to come: who called, when, and what came of it.
CREATE TABLE appointment_calls (
    id BINARY(16) NOT NULL,
    appointment_id BINARY(16) NOT NULL,
    outcome VARCHAR(10) NOT NULL,
    note VARCHAR(200) NULL,
    at DATETIME(6) NOT NULL,
    user_id BINARY(16) NULL,
    CONSTRAINT appointment_calls_pk PRIMARY KEY (id),
    CONSTRAINT appointment_calls_appointment_fk FOREIGN KEY (appointment_id) REFERENCES appointments (id),
    CONSTRAINT appointment_calls_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT appointment_calls_outcome_known CHECK (outcome IN ('confirmed', 'no_answer', 'moved'))
);
CREATE INDEX appointment_calls_by_appointment ON appointment_calls (appointment_id, at);

-- The clinic's reminder texts, one per language; the first of the active ones serves whoever speaks another language.
CREATE TABLE message_templates (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    language VARCHAR(35) NOT NULL,
    text VARCHAR(1000) NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT message_templates_pk PRIMARY KEY (id),
    CONSTRAINT message_templates_language_unique UNIQUE (language)
);

-- Who waits for a time that suits them, and what would suit. No practitioner named means anybody who gives the services.
CREATE TABLE waitlist (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    -- How long the visit takes.
    minutes BIGINT NOT NULL,
    earliest DATE NOT NULL,
    latest DATE NULL,
    -- Days that suit, added up: Monday 1, Tuesday 2, Wednesday 4 … Sunday 64.
    weekdays BIGINT NOT NULL,
    -- The whole visit lies between these minutes after midnight.
    from_minute BIGINT NOT NULL,
    to_minute BIGINT NOT NULL,
    priority VARCHAR(10) NOT NULL,
    note VARCHAR(500) NULL,
    status VARCHAR(10) NOT NULL,
    appointment_id BINARY(16) NULL,
    added_at DATETIME(6) NOT NULL,
    added_by BINARY(16) NULL,
    CONSTRAINT waitlist_pk PRIMARY KEY (id),
    CONSTRAINT waitlist_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT waitlist_appointment_fk FOREIGN KEY (appointment_id) REFERENCES appointments (id),
    CONSTRAINT waitlist_added_by_fk FOREIGN KEY (added_by) REFERENCES users (id),
    CONSTRAINT waitlist_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT waitlist_status_known CHECK (status IN ('waiting', 'booked', 'withdrawn')),
    CONSTRAINT waitlist_priority_known CHECK (priority IN ('normal', 'soon', 'urgent')),
    CONSTRAINT waitlist_booked_complete CHECK (status <> 'booked' OR appointment_id IS NOT NULL),
    CONSTRAINT waitlist_dates CHECK (latest IS NULL OR latest >= earliest),
    CONSTRAINT waitlist_weekdays_range CHECK (weekdays >= 1 AND weekdays <= 127),
    CONSTRAINT waitlist_times CHECK (from_minute >= 0 AND to_minute <= 1440 AND from_minute + minutes <= to_minute)
);
CREATE INDEX waitlist_by_status ON waitlist (status, earliest);
CREATE INDEX waitlist_by_patient ON waitlist (patient_id, status);
CREATE INDEX waitlist_by_appointment ON waitlist (appointment_id);

CREATE TABLE waitlist_doctors (
    waitlist_id BINARY(16) NOT NULL,
    doctor_id BINARY(16) NOT NULL,
    CONSTRAINT waitlist_doctors_pk PRIMARY KEY (waitlist_id, doctor_id),
    CONSTRAINT waitlist_doctors_waitlist_fk FOREIGN KEY (waitlist_id) REFERENCES waitlist (id),
    CONSTRAINT waitlist_doctors_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id)
);

CREATE TABLE waitlist_services (
    waitlist_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    service_id BINARY(16) NOT NULL,
    CONSTRAINT waitlist_services_pk PRIMARY KEY (waitlist_id, position),
    CONSTRAINT waitlist_services_once UNIQUE (waitlist_id, service_id),
    CONSTRAINT waitlist_services_waitlist_fk FOREIGN KEY (waitlist_id) REFERENCES waitlist (id),
    CONSTRAINT waitlist_services_service_fk FOREIGN KEY (service_id) REFERENCES services (id)
);

-- Who was asked whether a time suits, and what they said.
CREATE TABLE waitlist_asks (
    id BINARY(16) NOT NULL,
    waitlist_id BINARY(16) NOT NULL,
    doctor_id BINARY(16) NOT NULL,
    starts_at DATETIME NOT NULL,
    answer VARCHAR(10) NOT NULL,
    note VARCHAR(200) NULL,
    at DATETIME(6) NOT NULL,
    user_id BINARY(16) NULL,
    CONSTRAINT waitlist_asks_pk PRIMARY KEY (id),
    CONSTRAINT waitlist_asks_waitlist_fk FOREIGN KEY (waitlist_id) REFERENCES waitlist (id),
    CONSTRAINT waitlist_asks_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT waitlist_asks_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT waitlist_asks_answer_known CHECK (answer IN ('no_answer', 'declined', 'accepted'))
);
CREATE INDEX waitlist_asks_by_waitlist ON waitlist_asks (waitlist_id, at);
