-- Tasks: what somebody asks of somebody else, about a patient or not.

-- Each is for one person or for everybody of one role; whose it was before stands in its notes.
CREATE TABLE tasks (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    text LONGTEXT NOT NULL,
    patient_id BINARY(16) NULL,
    for_user_id BINARY(16) NULL,
    for_role VARCHAR(20) NULL,
    due_on DATE NULL,
    urgent BOOLEAN NOT NULL,
    status VARCHAR(20) NOT NULL,
    asked_at DATETIME(6) NOT NULL,
    asked_by BINARY(16) NULL,
    done_at DATETIME(6) NULL,
    done_by BINARY(16) NULL,
    CONSTRAINT tasks_pk PRIMARY KEY (id),
    CONSTRAINT tasks_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT tasks_for_user_fk FOREIGN KEY (for_user_id) REFERENCES users (id),
    CONSTRAINT tasks_asked_by_fk FOREIGN KEY (asked_by) REFERENCES users (id),
    CONSTRAINT tasks_done_by_fk FOREIGN KEY (done_by) REFERENCES users (id),
    CONSTRAINT tasks_id_whole CHECK (LENGTH(id) = 16),
    CONSTRAINT tasks_for_one CHECK ((for_user_id IS NULL) <> (for_role IS NULL)),
    CONSTRAINT tasks_role_known CHECK (for_role IS NULL OR for_role IN ('admin', 'receptionist', 'doctor', 'nurse', 'accountant')),
    CONSTRAINT tasks_status_known CHECK (status IN ('open', 'done')),
    CONSTRAINT tasks_done_whole CHECK ((status = 'done') = (done_at IS NOT NULL))
);
CREATE INDEX tasks_for_user ON tasks (for_user_id, status, done_at);
CREATE INDEX tasks_for_role ON tasks (for_role, status, done_at);
CREATE INDEX tasks_asked_by ON tasks (asked_by, status, done_at);
CREATE INDEX tasks_by_patient ON tasks (patient_id, status);

-- What was answered, and to whom a task was passed on. Inserted only.
CREATE TABLE task_notes (
    id BINARY(16) NOT NULL,
    task_id BINARY(16) NOT NULL,
    what VARCHAR(20) NOT NULL,
    text LONGTEXT NULL,
    at DATETIME(6) NOT NULL,
    user_id BINARY(16) NULL,
    CONSTRAINT task_notes_pk PRIMARY KEY (id),
    CONSTRAINT task_notes_task_fk FOREIGN KEY (task_id) REFERENCES tasks (id),
    CONSTRAINT task_notes_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT task_notes_what_known CHECK (what IN ('answered', 'passed_on', 'done', 'reopened'))
);
CREATE INDEX task_notes_by_task ON task_notes (task_id, at);
