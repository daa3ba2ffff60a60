-- What a year's contributions are shared by, what was decided and when the members pay. Money is öre.
-- The decided amounts themselves are in contribution.
CREATE TABLE contribution_year (
    association_id BIGINT NOT NULL REFERENCES association,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    total BIGINT NOT NULL CHECK (total >= 0),
    version BIGINT NOT NULL CHECK (version >= 1),
    decision TEXT NOT NULL,
    decided_on DATE,
    PRIMARY KEY (association_id, year),
    CHECK ((decision = '') = (decided_on IS NULL))
);

-- key 1: by population on a day, 2: equally, 3: by fixed shares, 4: entered amounts.
CREATE TABLE contribution_group (
    association_id BIGINT NOT NULL,
    year BIGINT NOT NULL,
    kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 3),
    weight BIGINT NOT NULL CHECK (weight > 0),
    share_key SMALLINT NOT NULL CHECK (share_key BETWEEN 1 AND 4),
    on_date DATE,
    PRIMARY KEY (association_id, year, kind),
    FOREIGN KEY (association_id, year) REFERENCES contribution_year,
    CHECK ((share_key = 1) = (on_date IS NOT NULL))
);

-- A member's fixed share, or its entered amount.
CREATE TABLE contribution_share (
    member_id BIGINT NOT NULL REFERENCES member,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (member_id, year)
);

-- Another amount than the key's, proposed with its reason.
CREATE TABLE contribution_override (
    member_id BIGINT NOT NULL REFERENCES member,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    amount BIGINT NOT NULL CHECK (amount >= 0),
    reason TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (member_id, year)
);

CREATE TABLE contribution_due (
    association_id BIGINT NOT NULL REFERENCES association,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    number SMALLINT NOT NULL CHECK (number BETWEEN 1 AND 12),
    due DATE NOT NULL,
    PRIMARY KEY (association_id, year, number),
    UNIQUE (association_id, year, due)
);

-- Where the populations of a day come from.
CREATE TABLE population_source (
    association_id BIGINT NOT NULL REFERENCES association,
    on_date DATE NOT NULL,
    table_name TEXT NOT NULL CHECK (table_name <> ''),
    extracted DATE NOT NULL,
    stated BIGINT CHECK (stated > 0),
    PRIMARY KEY (association_id, on_date)
);
