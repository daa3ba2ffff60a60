-- The guideline for own capital from a day on: an entered amount, or steps of a basis.
-- basis 0 entered amount, 1 all contributions, 2 the state's contribution. unit: rounded down to whole
-- such. A step's rate, hundredths of a per cent, is of what the basis has above it.
CREATE TABLE equity_guideline (
    association_id BIGINT NOT NULL REFERENCES association,
    from_year BIGINT NOT NULL CHECK (from_year BETWEEN 1990 AND 2200),
    basis SMALLINT NOT NULL CHECK (basis BETWEEN 0 AND 2),
    amount BIGINT CHECK (amount >= 0),
    unit BIGINT NOT NULL CHECK (unit >= 1),
    source TEXT NOT NULL CHECK (source <> ''),
    effect TEXT NOT NULL,
    PRIMARY KEY (association_id, from_year),
    CHECK ((basis = 0) = (amount IS NOT NULL))
);

CREATE TABLE equity_step (
    association_id BIGINT NOT NULL,
    from_year BIGINT NOT NULL,
    above BIGINT NOT NULL CHECK (above >= 0),
    rate BIGINT NOT NULL CHECK (rate BETWEEN 0 AND 10000),
    PRIMARY KEY (association_id, from_year, above),
    FOREIGN KEY (association_id, from_year) REFERENCES equity_guideline
);
