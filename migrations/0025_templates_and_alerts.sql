-- What a clinic lays its papers out with instead of what comes with the app. A row for each change, inserted only: what was issued is printed again as it
-- was laid out then. Without a text it is the app's own again.
CREATE TABLE paper_templates (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    template VARCHAR(20) NOT NULL,
    text LONGTEXT NULL,
    changed_at DATETIME(6) NOT NULL,
    changed_by BINARY(16) NULL,
    CONSTRAINT paper_templates_pk PRIMARY KEY (id),
    CONSTRAINT paper_templates_version_unique UNIQUE (template, version),
    CONSTRAINT paper_templates_changed_by_fk FOREIGN KEY (changed_by) REFERENCES users (id),
    CONSTRAINT paper_templates_id_length CHECK (LENGTH(id) = 16)
);

-- How much an alert matters: note, important or critical. Nothing: it was written before this was asked, and is shown as important.
ALTER TABLE patient_alerts ADD COLUMN severity VARCHAR(10) NULL;

-- What was entered in error, with the reason. Inserted only, as `strikes` is, whose kinds were settled before alerts could be. The alert itself ends, so that
-- nothing of it is shown beside a name.
CREATE TABLE alert_strikes (
    alert_id BINARY(16) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    struck_at DATETIME(6) NOT NULL,
    struck_by BINARY(16) NULL,
    CONSTRAINT alert_strikes_pk PRIMARY KEY (alert_id),
    CONSTRAINT alert_strikes_alert_fk FOREIGN KEY (alert_id) REFERENCES patient_alerts (id),
    CONSTRAINT alert_strikes_struck_by_fk FOREIGN KEY (struck_by) REFERENCES users (id),
    CONSTRAINT alert_strikes_reason_present CHECK (LENGTH(reason) > 0)
);

-- The last day of an allergy that is no longer.
ALTER TABLE allergies ADD COLUMN until DATE NULL;

-- An earlier version would print without the clinic's templates.
UPDATE schema_info SET min_writer = 25 WHERE id = 1;
