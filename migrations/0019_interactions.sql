-- What does not go together, as this clinic says: names of ingredients or families, and why. `pair_key` is both names as they are compared, in one order, so that
-- a pair has one rule.
CREATE TABLE interaction_rules (
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    one VARCHAR(120) NOT NULL,
    other VARCHAR(120) NOT NULL,
    pair_key VARCHAR(300) NOT NULL,
    advice VARCHAR(300) NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT interaction_rules_pk PRIMARY KEY (id),
    CONSTRAINT interaction_rules_pair_unique UNIQUE (pair_key),
    CONSTRAINT interaction_rules_id_length CHECK (LENGTH(id) = 16),
    CONSTRAINT interaction_rules_advice_present CHECK (LENGTH(advice) > 0)
);
