-- The ground: what the store itself needs, and the journal that every change is written to.

CREATE TABLE schema_info (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    min_writer BIGINT NOT NULL,
    CONSTRAINT schema_info_pk PRIMARY KEY (id),
    CONSTRAINT schema_info_single CHECK (id = 1)
);

INSERT INTO schema_info (id, version, min_writer) VALUES (1, 0, 1);

CREATE TABLE workstations (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(80) NOT NULL,
    app_version VARCHAR(40) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    CONSTRAINT workstations_pk PRIMARY KEY (id),
    CONSTRAINT workstations_id_length CHECK (LENGTH(id) = 16)
);

CREATE TABLE settings (
    name VARCHAR(60) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    value LONGTEXT NOT NULL,
    CONSTRAINT settings_pk PRIMARY KEY (name),
    CONSTRAINT settings_id_unique UNIQUE (id),
    CONSTRAINT settings_id_length CHECK (LENGTH(id) = 16)
);

-- Numbers that people read: patient numbers, invoices, receipts. One row per series; taken last inside a transaction.
CREATE TABLE counters (
    name VARCHAR(60) NOT NULL,
    value BIGINT NOT NULL,
    CONSTRAINT counters_pk PRIMARY KEY (name),
    CONSTRAINT counters_value_range CHECK (value >= 0)
);

-- The audit trail, the idempotency key, the change feed and the outbox's format, in one table. Never pruned.
CREATE TABLE journal (
    id BINARY(16) NOT NULL,
    workstation_id BINARY(16) NOT NULL,
    seq BIGINT NULL,
    actor_id BINARY(16) NULL,
    approver_id BINARY(16) NULL,
    at DATETIME(6) NOT NULL,
    name VARCHAR(60) NOT NULL,
    operation LONGTEXT NOT NULL,
    outcome LONGTEXT NULL,
    previous_hash BINARY(32) NULL,
    hash BINARY(32) NULL,
    CONSTRAINT journal_pk PRIMARY KEY (id),
    CONSTRAINT journal_seq_unique UNIQUE (workstation_id, seq),
    CONSTRAINT journal_workstation_fk FOREIGN KEY (workstation_id) REFERENCES workstations (id),
    CONSTRAINT journal_id_length CHECK (LENGTH(id) = 16)
);
CREATE INDEX journal_by_time ON journal (at, id);
CREATE INDEX journal_by_actor ON journal (actor_id, at);
CREATE INDEX journal_by_name ON journal (name, at);

-- One row per workstation: the newest link of its chain. Always the last lock of a transaction.
CREATE TABLE journal_heads (
    workstation_id BINARY(16) NOT NULL,
    seq BIGINT NOT NULL,
    hash BINARY(32) NOT NULL,
    CONSTRAINT journal_heads_pk PRIMARY KEY (workstation_id),
    CONSTRAINT journal_heads_workstation_fk FOREIGN KEY (workstation_id) REFERENCES workstations (id)
);

CREATE TABLE journal_touches (
    journal_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    kind VARCHAR(40) NOT NULL,
    row_id BINARY(16) NOT NULL,
    before_row LONGTEXT NULL,
    after_row LONGTEXT NULL,
    CONSTRAINT journal_touches_pk PRIMARY KEY (journal_id, position),
    CONSTRAINT journal_touches_journal_fk FOREIGN KEY (journal_id) REFERENCES journal (id),
    CONSTRAINT journal_touches_id_length CHECK (LENGTH(row_id) = 16)
);
CREATE INDEX journal_touches_by_row ON journal_touches (kind, row_id);
