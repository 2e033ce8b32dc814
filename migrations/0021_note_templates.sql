-- What notes of visits begin with: templates for a whole visit, and snippets for a sentence. Both are copied into a visit as text: no visit points here.

-- A template without a specialty is for everybody. `[side]` in a text is to be filled in.
CREATE TABLE note_templates (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    name VARCHAR(80) NOT NULL,
    specialty_id BINARY(16) NULL,
    reason LONGTEXT NULL,
    history LONGTEXT NULL,
    findings LONGTEXT NULL,
    assessment LONGTEXT NULL,
    plan LONGTEXT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT note_templates_pk PRIMARY KEY (id),
    CONSTRAINT note_templates_name_unique UNIQUE (name),
    CONSTRAINT note_templates_specialty_fk FOREIGN KEY (specialty_id) REFERENCES specialties (id),
    CONSTRAINT note_templates_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT note_templates_something CHECK (reason IS NOT NULL OR history IS NOT NULL OR findings IS NOT NULL OR assessment IS NOT NULL OR plan IS NOT NULL)
);

-- Without a person a snippet is the clinic's. `owner` is that person again, or '': two NULLs would be different to the unique key.
CREATE TABLE snippets (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    user_id BINARY(16) NULL,
    owner VARCHAR(36) NOT NULL,
    name VARCHAR(40) NOT NULL,
    text LONGTEXT NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT snippets_pk PRIMARY KEY (id),
    CONSTRAINT snippets_name_unique UNIQUE (owner, name),
    CONSTRAINT snippets_user_fk FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT snippets_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT snippets_owner_whole CHECK ((user_id IS NULL) = (owner = ''))
);
CREATE INDEX snippets_by_user ON snippets (user_id);
