-- What a year's contributions are shared by, what was decided and when the members pay. Money is öre.
-- The decided amounts themselves are in contribution.
CREATE TABLE contribution_year (
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    total INTEGER NOT NULL CHECK (total >= 0),
    version INTEGER NOT NULL CHECK (version >= 1),
    decision TEXT NOT NULL,
    decided_on TEXT CHECK (date(decided_on) IS decided_on),
    PRIMARY KEY (association_id, year),
    CHECK ((decision = '') = (decided_on IS NULL))
) STRICT, WITHOUT ROWID;

-- key 1: by population on a day, 2: equally, 3: by fixed shares, 4: entered amounts.
CREATE TABLE contribution_group (
    association_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
    weight INTEGER NOT NULL CHECK (weight > 0),
    share_key INTEGER NOT NULL CHECK (share_key BETWEEN 1 AND 4),
    on_date TEXT CHECK (date(on_date) IS on_date),
    PRIMARY KEY (association_id, year, kind),
    FOREIGN KEY (association_id, year) REFERENCES contribution_year,
    CHECK ((share_key = 1) = (on_date IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- A member's fixed share, or its entered amount.
CREATE TABLE contribution_share (
    member_id INTEGER NOT NULL REFERENCES member,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (member_id, year)
) STRICT, WITHOUT ROWID;

-- Another amount than the key's, proposed with its reason.
CREATE TABLE contribution_override (
    member_id INTEGER NOT NULL REFERENCES member,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    reason TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (member_id, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE contribution_due (
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 12),
    due TEXT NOT NULL CHECK (date(due) IS due),
    PRIMARY KEY (association_id, year, number),
    UNIQUE (association_id, year, due)
) STRICT, WITHOUT ROWID;

-- Where the populations of a day come from.
CREATE TABLE population_source (
    association_id INTEGER NOT NULL REFERENCES association,
    on_date TEXT NOT NULL CHECK (date(on_date) IS on_date),
    table_name TEXT NOT NULL CHECK (table_name <> ''),
    extracted TEXT NOT NULL CHECK (date(extracted) IS extracted),
    stated INTEGER CHECK (stated > 0),
    PRIMARY KEY (association_id, on_date)
) STRICT, WITHOUT ROWID;
