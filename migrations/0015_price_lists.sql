-- Price lists at work. The price of a service that stands on `services` is the standard one for as long as no dated one holds; every other
-- price has its days here. `price_list_items` of 0004 was never written to: it has neither an end nor anything against overlaps.

-- The list of whoever has no other. It can be renamed, and never goes out of use.
INSERT INTO price_lists (id, version, name, active) VALUES (X'00000000000000000000000000000001', 1, 'Standard', TRUE);

-- What a service costs by a list from one day to another, both included; 9999-12-31 where no end is known. The prices of a service in a list
-- are a line: each begins after the one before it ends, which has no other successor, and exactly one has none before it. So no two overlap.
-- `begins_after` repeats `previous_to`, with a day long ago where there is none: a NULL would switch the unique key off.
-- The day comes first in the key to the price before: MySQL 9.7 takes a row whose own columns come first for its own parent, and looks no further.
CREATE TABLE service_prices (
    service_id BINARY(16) NOT NULL,
    price_list_id BINARY(16) NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE NOT NULL,
    price_minor BIGINT NOT NULL,
    begins_after DATE NOT NULL,
    previous_to DATE NULL,
    CONSTRAINT service_prices_pk PRIMARY KEY (service_id, price_list_id, valid_from),
    CONSTRAINT service_prices_end_key UNIQUE (valid_to, service_id, price_list_id),
    CONSTRAINT service_prices_one_after_another UNIQUE (service_id, price_list_id, begins_after),
    CONSTRAINT service_prices_service_fk FOREIGN KEY (service_id) REFERENCES services (id),
    CONSTRAINT service_prices_list_fk FOREIGN KEY (price_list_id) REFERENCES price_lists (id),
    CONSTRAINT service_prices_previous_fk FOREIGN KEY (previous_to, service_id, price_list_id) REFERENCES service_prices (valid_to, service_id, price_list_id),
    CONSTRAINT service_prices_price_range CHECK (price_minor >= 0 AND price_minor <= 9007199254740991),
    CONSTRAINT service_prices_span CHECK (valid_from <= valid_to),
    CONSTRAINT service_prices_forward CHECK (begins_after < valid_from),
    CONSTRAINT service_prices_previous_said CHECK ((previous_to IS NULL AND begins_after = '1899-12-31') OR (previous_to IS NOT NULL AND begins_after = previous_to))
);
CREATE INDEX service_prices_by_day ON service_prices (valid_to, valid_from);

-- Whose prices are another list's; a patient without a row pays the standard price.
CREATE TABLE patient_price_lists (
    patient_id BINARY(16) NOT NULL,
    price_list_id BINARY(16) NOT NULL,
    CONSTRAINT patient_price_lists_pk PRIMARY KEY (patient_id),
    CONSTRAINT patient_price_lists_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT patient_price_lists_list_fk FOREIGN KEY (price_list_id) REFERENCES price_lists (id)
);
CREATE INDEX patient_price_lists_by_list ON patient_price_lists (price_list_id);

-- The list whose price a line bears; a line without a row has a price that somebody typed.
CREATE TABLE invoice_item_prices (
    item_id BINARY(16) NOT NULL,
    price_list_id BINARY(16) NOT NULL,
    CONSTRAINT invoice_item_prices_pk PRIMARY KEY (item_id),
    CONSTRAINT invoice_item_prices_item_fk FOREIGN KEY (item_id) REFERENCES invoice_items (id),
    CONSTRAINT invoice_item_prices_list_fk FOREIGN KEY (price_list_id) REFERENCES price_lists (id)
);
CREATE INDEX invoice_item_prices_by_list ON invoice_item_prices (price_list_id);

-- Where cash from a drawer went to, or came from: bank, petty_cash, change, other; nothing for what was moved before. For the ledger.
ALTER TABLE till_moves ADD COLUMN purpose VARCHAR(12) NULL;

-- Under which code the accountant's program books what a service brings in, and the tax of a rate; nothing: under the account's own code.
ALTER TABLE services ADD COLUMN account_code VARCHAR(20) NULL;
ALTER TABLE tax_rates ADD COLUMN account_code VARCHAR(20) NULL;

-- An earlier version would bill everybody at the standard price.
UPDATE schema_info SET min_writer = 15 WHERE id = 1;
