-- Files of a patient: results, letters, pictures. The row is what is known of a file; its content lies in pieces. Inserted only: what is wrong is struck.

-- 0006 made the table before anything was written to it; every row that is written is `kept`. `pieces` is how many rows of `file_pieces` hold the content.
ALTER TABLE attachments ADD COLUMN kind VARCHAR(20) NOT NULL DEFAULT 'other' CHECK (kind IN ('result', 'letter', 'picture', 'consent', 'other'));
ALTER TABLE attachments ADD COLUMN title VARCHAR(200) NOT NULL DEFAULT '';
ALTER TABLE attachments ADD COLUMN dated_on DATE NULL;
ALTER TABLE attachments ADD COLUMN note VARCHAR(1000) NULL;
ALTER TABLE attachments ADD COLUMN pieces BIGINT NOT NULL DEFAULT 0;
CREATE INDEX attachments_by_content ON attachments (patient_id, sha256);
CREATE INDEX attachments_by_record ON attachments (record_id);

-- A content on its way in, under the id that the file will have. Until it is `kept` it belongs to nobody's record: what is broken off is deleted.
CREATE TABLE file_uploads (
    id BINARY(16) NOT NULL,
    user_id BINARY(16) NOT NULL,
    workstation_id BINARY(16) NOT NULL,
    begun_at DATETIME(6) NOT NULL,
    kept BOOLEAN NOT NULL,
    CONSTRAINT file_uploads_pk PRIMARY KEY (id),
    CONSTRAINT file_uploads_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT file_uploads_id_length CHECK (LENGTH(id) = 16)
);
CREATE INDEX file_uploads_broken_off ON file_uploads (kept, begun_at);

-- Small enough for what any server takes in one packet.
CREATE TABLE file_pieces (
    file_id BINARY(16) NOT NULL,
    position BIGINT NOT NULL,
    bytes LONGBLOB NOT NULL,
    CONSTRAINT file_pieces_pk PRIMARY KEY (file_id, position),
    CONSTRAINT file_pieces_upload_fk FOREIGN KEY (file_id) REFERENCES file_uploads (id),
    CONSTRAINT file_pieces_size_range CHECK (LENGTH(bytes) >= 1 AND LENGTH(bytes) <= 262144)
);

-- What was entered in error, with the reason. Inserted only.
CREATE TABLE file_strikes (
    file_id BINARY(16) NOT NULL,
    reason VARCHAR(500) NOT NULL,
    struck_at DATETIME(6) NOT NULL,
    struck_by BINARY(16) NULL,
    CONSTRAINT file_strikes_pk PRIMARY KEY (file_id),
    CONSTRAINT file_strikes_file_fk FOREIGN KEY (file_id) REFERENCES attachments (id),
    CONSTRAINT file_strikes_struck_by_fk FOREIGN KEY (struck_by) REFERENCES users (id),
    CONSTRAINT file_strikes_reason_present CHECK (LENGTH(reason) > 0)
);

-- Which file somebody opened.
ALTER TABLE access_log ADD COLUMN file_id BINARY(16) NULL;

-- A test that a doctor asked for, and by when its result is expected. Whether it came is said by the files that answer it.
CREATE TABLE test_requests (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    patient_id BINARY(16) NOT NULL,
    doctor_id BINARY(16) NOT NULL,
    what VARCHAR(200) NOT NULL,
    due_on DATE NOT NULL,
    status VARCHAR(10) NOT NULL,
    withdrawn_reason VARCHAR(300) NULL,
    requested_at DATETIME(6) NOT NULL,
    requested_by BINARY(16) NULL,
    CONSTRAINT test_requests_pk PRIMARY KEY (id),
    CONSTRAINT test_requests_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT test_requests_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT test_requests_requested_by_fk FOREIGN KEY (requested_by) REFERENCES users (id),
    CONSTRAINT test_requests_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT test_requests_status_known CHECK (status IN ('asked', 'withdrawn')),
    CONSTRAINT test_requests_withdrawn_whole CHECK ((status = 'withdrawn') = (withdrawn_reason IS NOT NULL))
);
CREATE INDEX test_requests_by_patient ON test_requests (patient_id, status);
CREATE INDEX test_requests_by_doctor ON test_requests (doctor_id, status, due_on);

-- A file that is a result: which doctor ordered it, and which request it answers.
CREATE TABLE file_results (
    file_id BINARY(16) NOT NULL,
    doctor_id BINARY(16) NOT NULL,
    request_id BINARY(16) NULL,
    CONSTRAINT file_results_pk PRIMARY KEY (file_id),
    CONSTRAINT file_results_file_fk FOREIGN KEY (file_id) REFERENCES attachments (id),
    CONSTRAINT file_results_doctor_fk FOREIGN KEY (doctor_id) REFERENCES doctors (id),
    CONSTRAINT file_results_request_fk FOREIGN KEY (request_id) REFERENCES test_requests (id)
);
CREATE INDEX file_results_by_doctor ON file_results (doctor_id);
CREATE INDEX file_results_by_request ON file_results (request_id);

-- What a doctor made of a result. Inserted only, once for each.
CREATE TABLE result_reviews (
    file_id BINARY(16) NOT NULL,
    outcome VARCHAR(20) NOT NULL,
    note VARCHAR(1000) NULL,
    task_id BINARY(16) NULL,
    reviewed_at DATETIME(6) NOT NULL,
    reviewed_by BINARY(16) NULL,
    CONSTRAINT result_reviews_pk PRIMARY KEY (file_id),
    CONSTRAINT result_reviews_result_fk FOREIGN KEY (file_id) REFERENCES file_results (file_id),
    CONSTRAINT result_reviews_task_fk FOREIGN KEY (task_id) REFERENCES tasks (id),
    CONSTRAINT result_reviews_reviewed_by_fk FOREIGN KEY (reviewed_by) REFERENCES users (id),
    CONSTRAINT result_reviews_outcome_known CHECK (outcome IN ('normal', 'call_patient', 'book')),
    CONSTRAINT result_reviews_task_whole CHECK ((outcome = 'normal') = (task_id IS NULL))
);
