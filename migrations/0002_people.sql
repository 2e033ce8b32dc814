-- Who works here, what they may do, and what happened at the door.

CREATE TABLE users (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    login VARCHAR(60) NOT NULL,
    login_key VARCHAR(60) NOT NULL,
    name VARCHAR(120) NOT NULL,
    password_hash VARCHAR(200) NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    -- Counts up with every new password, so that older sessions end.
    credential BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at DATETIME(6) NOT NULL,
    CONSTRAINT users_pk PRIMARY KEY (id),
    CONSTRAINT users_login_unique UNIQUE (login_key),
    CONSTRAINT users_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT users_login_present CHECK (LENGTH(login_key) > 0)
);

CREATE TABLE user_roles (
    user_id BINARY(16) NOT NULL,
    role VARCHAR(20) NOT NULL,
    CONSTRAINT user_roles_pk PRIMARY KEY (user_id, role),
    CONSTRAINT user_roles_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT user_roles_role_known CHECK (role IN ('admin', 'receptionist', 'doctor', 'nurse', 'accountant'))
);

-- What an administrator changed against the table in access.rs.
CREATE TABLE role_permissions (
    role VARCHAR(20) NOT NULL,
    permission VARCHAR(60) NOT NULL,
    allowed BOOLEAN NOT NULL,
    CONSTRAINT role_permissions_pk PRIMARY KEY (role, permission),
    CONSTRAINT role_permissions_role_known CHECK (role IN ('admin', 'receptionist', 'doctor', 'nurse', 'accountant'))
);

-- A PIN belongs to one person at one workstation and counts on the day of a full sign-in there.
CREATE TABLE workstation_pins (
    user_id BINARY(16) NOT NULL,
    workstation_id BINARY(16) NOT NULL,
    pin_hash VARCHAR(200) NULL,
    credential BIGINT NOT NULL,
    valid_on DATE NULL,
    misses BIGINT NOT NULL,
    CONSTRAINT workstation_pins_pk PRIMARY KEY (user_id, workstation_id),
    CONSTRAINT workstation_pins_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT workstation_pins_workstation_fk FOREIGN KEY (workstation_id) REFERENCES workstations (id)
);

-- Failed sign-ins per account name and per workstation: what slows the next attempt down.
CREATE TABLE sign_in_attempts (
    subject VARCHAR(90) NOT NULL,
    failures BIGINT NOT NULL,
    last_failure_at DATETIME(6) NOT NULL,
    CONSTRAINT sign_in_attempts_pk PRIMARY KEY (subject)
);

-- Sign-ins, failures, denials, locks and exports. Inserted only.
CREATE TABLE security_events (
    id BINARY(16) NOT NULL,
    at DATETIME(6) NOT NULL,
    workstation_id BINARY(16) NOT NULL,
    user_id BINARY(16) NULL,
    kind VARCHAR(40) NOT NULL,
    login VARCHAR(60) NULL,
    detail VARCHAR(200) NULL,
    CONSTRAINT security_events_pk PRIMARY KEY (id),
    CONSTRAINT security_events_workstation_fk FOREIGN KEY (workstation_id) REFERENCES workstations (id),
    CONSTRAINT security_events_id_length CHECK (LENGTH(id) = 16)
);
CREATE INDEX security_events_by_time ON security_events (at, id);

-- Who opened which record. Inserted only.
CREATE TABLE access_log (
    id BINARY(16) NOT NULL,
    at DATETIME(6) NOT NULL,
    workstation_id BINARY(16) NOT NULL,
    user_id BINARY(16) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    what VARCHAR(40) NOT NULL,
    reason VARCHAR(500) NULL,
    CONSTRAINT access_log_pk PRIMARY KEY (id),
    CONSTRAINT access_log_user_fk FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX access_log_by_patient ON access_log (patient_id, at);
