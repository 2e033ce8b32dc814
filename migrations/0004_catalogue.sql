-- Practitioners, rooms, services: what can be booked, and when.

CREATE TABLE specialties (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(80) NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT specialties_pk PRIMARY KEY (id),
    CONSTRAINT specialties_name_unique UNIQUE (name)
);

CREATE TABLE clinic_rooms (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(80) NOT NULL,
    -- What it is for, in the clinic's own words: a booking may ask for any room of a kind.
    kind VARCHAR(40) NULL,
    capacity BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT clinic_rooms_pk PRIMARY KEY (id),
    CONSTRAINT clinic_rooms_name_unique UNIQUE (name),
    CONSTRAINT clinic_rooms_capacity_range CHECK (capacity >= 1 AND capacity <= 100)
);

-- Every bookable practitioner: doctors, nurses, therapists.
CREATE TABLE doctors (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    kind VARCHAR(12) NOT NULL,
    name VARCHAR(120) NOT NULL,
    short_name VARCHAR(60) NOT NULL,
    user_id BINARY(16) NULL,
    room_id BINARY(16) NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT doctors_pk PRIMARY KEY (id),
    CONSTRAINT doctors_user_unique UNIQUE (user_id),
    CONSTRAINT doctors_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT doctors_room_fk FOREIGN KEY (room_id) REFERENCES clinic_rooms (id),
    CONSTRAINT doctors_kind_known CHECK (kind IN ('doctor', 'nurse', 'therapist', 'assistant', 'other'))
);

CREATE TABLE doctor_specialties (
    doctor_id BINARY(16) NOT NULL,
    specialty_id BINARY(16) NOT NULL,
    CONSTRAINT doctor_specialties_pk PRIMARY KEY (doctor_id, specialty_id),
    CONSTRAINT doctor_specialties_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT doctor_specialties_specialty_fk FOREIGN KEY (specialty_id) REFERENCES specialties (id)
);

CREATE TABLE services (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    code VARCHAR(20) NULL,
    name VARCHAR(120) NOT NULL,
    minutes BIGINT NOT NULL,
    price_minor BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT services_pk PRIMARY KEY (id),
    CONSTRAINT services_name_unique UNIQUE (name),
    CONSTRAINT services_minutes_range CHECK (minutes >= 5 AND minutes <= 720),
    CONSTRAINT services_price_range CHECK (price_minor >= 0 AND price_minor <= 9007199254740991)
);

-- Who may give a service; a service without rows may be given by everybody.
CREATE TABLE service_doctors (
    service_id BINARY(16) NOT NULL,
    doctor_id BINARY(16) NOT NULL,
    CONSTRAINT service_doctors_pk PRIMARY KEY (service_id, doctor_id),
    CONSTRAINT service_doctors_service_fk FOREIGN KEY (service_id) REFERENCES services (id),
    CONSTRAINT service_doctors_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id)
);

CREATE TABLE price_lists (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(80) NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT price_lists_pk PRIMARY KEY (id),
    CONSTRAINT price_lists_name_unique UNIQUE (name)
);

CREATE TABLE price_list_items (
    price_list_id BINARY(16) NOT NULL,
    service_id BINARY(16) NOT NULL,
    valid_from DATE NOT NULL,
    price_minor BIGINT NOT NULL,
    CONSTRAINT price_list_items_pk PRIMARY KEY (price_list_id, service_id, valid_from),
    CONSTRAINT price_list_items_list_fk FOREIGN KEY (price_list_id) REFERENCES price_lists (id),
    CONSTRAINT price_list_items_service_fk FOREIGN KEY (service_id) REFERENCES services (id),
    CONSTRAINT price_list_items_price_range CHECK (price_minor >= 0 AND price_minor <= 9007199254740991)
);

-- Weekly rules in minutes after midnight of clinic wall time; weekday 1 is Monday. `weeks`: every week, or odd or even ISO weeks.
CREATE TABLE working_hours (
    id BINARY(16) NOT NULL,
    doctor_id BINARY(16) NOT NULL,
    weekday BIGINT NOT NULL,
    starts_minute BIGINT NOT NULL,
    ends_minute BIGINT NOT NULL,
    weeks VARCHAR(5) NOT NULL,
    valid_from DATE NULL,
    valid_to DATE NULL,
    CONSTRAINT working_hours_pk PRIMARY KEY (id),
    CONSTRAINT working_hours_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT working_hours_weekday_range CHECK (weekday >= 1 AND weekday <= 7),
    CONSTRAINT working_hours_span CHECK (starts_minute >= 0 AND starts_minute < ends_minute AND ends_minute <= 1440),
    CONSTRAINT working_hours_weeks_known CHECK (weeks IN ('every', 'odd', 'even'))
);
CREATE INDEX working_hours_by_doctor ON working_hours (doctor_id, weekday);

-- Days that differ: other hours, leave, holidays, blocks, rooms out of use. Times are clinic wall time; a whole day ends at the next midnight.
-- A `weekly` block holds on its `weekdays` ('135' is Monday, Wednesday, Friday) from `starts_minute` to `ends_minute`, within whole days from
-- `starts_at` to `ends_at`. `replaces`: these hours instead of the weekly ones that day, not beside them.
CREATE TABLE working_exceptions (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    kind VARCHAR(12) NOT NULL,
    block VARCHAR(12) NULL,
    doctor_id BINARY(16) NULL,
    room_id BINARY(16) NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME NOT NULL,
    weekly BOOLEAN NOT NULL,
    weekdays VARCHAR(7) NOT NULL,
    starts_minute BIGINT NULL,
    ends_minute BIGINT NULL,
    replaces BOOLEAN NOT NULL,
    label VARCHAR(120) NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT working_exceptions_pk PRIMARY KEY (id),
    CONSTRAINT working_exceptions_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT working_exceptions_room_fk FOREIGN KEY (room_id) REFERENCES clinic_rooms (id),
    CONSTRAINT working_exceptions_kind_known CHECK (kind IN ('open', 'leave', 'holiday', 'block', 'out_of_use')),
    CONSTRAINT working_exceptions_block_known CHECK ((kind = 'block') = (block IS NOT NULL) AND (block IS NULL OR block IN ('lunch', 'emergencies', 'meeting', 'other'))),
    CONSTRAINT working_exceptions_for_whom CHECK ((kind IN ('open', 'leave', 'block')) = (doctor_id IS NOT NULL) AND (kind = 'out_of_use') = (room_id IS NOT NULL)),
    CONSTRAINT working_exceptions_span CHECK (ends_at > starts_at),
    CONSTRAINT working_exceptions_weekly CHECK (weekly = FALSE OR (kind = 'block' AND weekdays <> '' AND starts_minute IS NOT NULL AND ends_minute IS NOT NULL AND starts_minute >= 0 AND starts_minute < ends_minute AND ends_minute <= 1440))
);
-- What touches given days: by the start, because none but a weekly one is longer than two years; and what is not over.
CREATE INDEX working_exceptions_by_start ON working_exceptions (weekly, starts_at, ends_at);
CREATE INDEX working_exceptions_by_end ON working_exceptions (weekly, ends_at);
