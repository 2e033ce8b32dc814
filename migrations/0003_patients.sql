-- Patients, how to find them, and what the desk must know about them.

CREATE TABLE patients (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    mrn VARCHAR(20) NOT NULL,
    title VARCHAR(40) NULL,
    given_name VARCHAR(200) NULL,
    family_name VARCHAR(200) NULL,
    second_family_name VARCHAR(200) NULL,
    preferred_name VARCHAR(200) NULL,
    -- Family name first, lower case, without accents: what lists are ordered by.
    sort_name VARCHAR(200) NOT NULL,
    birth_date DATE NULL,
    birth_estimated BOOLEAN NOT NULL,
    died_on DATE NULL,
    sex VARCHAR(10) NOT NULL,
    gender VARCHAR(80) NULL,
    email VARCHAR(200) NULL,
    language VARCHAR(35) NULL,
    note VARCHAR(1000) NULL,
    reminders_allowed BOOLEAN NOT NULL,
    restricted BOOLEAN NOT NULL,
    merged_into BINARY(16) NULL,
    registered_at DATETIME(6) NOT NULL,
    registered_by BINARY(16) NULL,
    CONSTRAINT patients_pk PRIMARY KEY (id),
    CONSTRAINT patients_mrn_unique UNIQUE (mrn),
    CONSTRAINT patients_merged_fk FOREIGN KEY (merged_into) REFERENCES patients (id),
    CONSTRAINT patients_registered_by_fk FOREIGN KEY (registered_by) REFERENCES users (id),
    CONSTRAINT patients_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT patients_sex_known CHECK (sex IN ('female', 'male', 'other', 'unknown')),
    CONSTRAINT patients_named CHECK (given_name IS NOT NULL OR family_name IS NOT NULL OR second_family_name IS NOT NULL OR preferred_name IS NOT NULL),
    CONSTRAINT patients_died_after_birth CHECK (died_on IS NULL OR birth_date IS NULL OR died_on >= birth_date)
);
CREATE INDEX patients_by_sort_name ON patients (sort_name, id);

CREATE TABLE addresses (
    id BINARY(16) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    kind VARCHAR(10) NOT NULL,
    -- TRUE on exactly one row, NULL on the others, so that the unique key allows one primary address.
    is_primary BOOLEAN NULL,
    line1 VARCHAR(200) NULL,
    line2 VARCHAR(200) NULL,
    city VARCHAR(120) NULL,
    region VARCHAR(120) NULL,
    postcode VARCHAR(20) NULL,
    country VARCHAR(2) NULL,
    CONSTRAINT addresses_pk PRIMARY KEY (id),
    CONSTRAINT addresses_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT addresses_one_primary UNIQUE (patient_id, is_primary),
    CONSTRAINT addresses_kind_known CHECK (kind IN ('home', 'work', 'billing', 'other')),
    CONSTRAINT addresses_primary_or_null CHECK (is_primary IS NULL OR is_primary = TRUE)
);
CREATE INDEX addresses_by_patient ON addresses (patient_id, position);

CREATE TABLE patient_phones (
    id BINARY(16) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    kind VARCHAR(10) NOT NULL,
    number VARCHAR(40) NOT NULL,
    CONSTRAINT patient_phones_pk PRIMARY KEY (id),
    CONSTRAINT patient_phones_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT patient_phones_kind_known CHECK (kind IN ('mobile', 'home', 'work', 'other'))
);
CREATE INDEX patient_phones_by_patient ON patient_phones (patient_id, position);

CREATE TABLE identifier_types (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(80) NOT NULL,
    issuer VARCHAR(120) NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT identifier_types_pk PRIMARY KEY (id),
    CONSTRAINT identifier_types_name_unique UNIQUE (name)
);

CREATE TABLE patient_identifiers (
    id BINARY(16) NOT NULL,
    patient_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    type_id BINARY(16) NOT NULL,
    value VARCHAR(60) NOT NULL,
    -- Empty where there is none: a NULL would switch the unique key off.
    issuer VARCHAR(120) NOT NULL,
    valid_until DATE NULL,
    CONSTRAINT patient_identifiers_pk PRIMARY KEY (id),
    CONSTRAINT patient_identifiers_unique UNIQUE (type_id, issuer, value),
    CONSTRAINT patient_identifiers_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT patient_identifiers_type_fk FOREIGN KEY (type_id) REFERENCES identifier_types (id)
);
CREATE INDEX patient_identifiers_by_patient ON patient_identifiers (patient_id, position);

-- One row per word that finds a patient; `words` repeats the names so that further words are tested inside the index.
CREATE TABLE patient_terms (
    patient_id BINARY(16) NOT NULL,
    term VARCHAR(64) NOT NULL,
    words VARCHAR(250) NOT NULL,
    CONSTRAINT patient_terms_pk PRIMARY KEY (patient_id, term),
    CONSTRAINT patient_terms_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX patient_terms_by_term ON patient_terms (term, words, patient_id);

CREATE TABLE patient_alerts (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    audience VARCHAR(10) NOT NULL,
    text VARCHAR(500) NOT NULL,
    since DATE NOT NULL,
    ended_on DATE NULL,
    CONSTRAINT patient_alerts_pk PRIMARY KEY (id),
    CONSTRAINT patient_alerts_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT patient_alerts_kind_known CHECK (kind IN ('alert', 'allergy')),
    CONSTRAINT patient_alerts_audience_known CHECK (audience IN ('desk', 'clinical', 'both'))
);
CREATE INDEX patient_alerts_by_patient ON patient_alerts (patient_id, ended_on);
