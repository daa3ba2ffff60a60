-- The association, its members and what they pay, its insatser and projects.
-- Codes are those of domain::codes; 0 is "uppgift saknas". Money is öre. Dates are ISO text.
-- Instants are milliseconds since 1970-01-01 UTC.
CREATE TABLE association (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    org_number TEXT NOT NULL UNIQUE CHECK (org_number GLOB '[0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]'),
    seat TEXT NOT NULL,
    formed TEXT CHECK (date(formed) IS formed)
) STRICT;

CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    position INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (code <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
    UNIQUE (association_id, code),
    UNIQUE (association_id, name)
) STRICT;

CREATE TABLE population (
    member_id INTEGER NOT NULL REFERENCES member,
    on_date TEXT NOT NULL CHECK (date(on_date) IS on_date),
    inhabitants INTEGER NOT NULL CHECK (inhabitants >= 0),
    PRIMARY KEY (member_id, on_date)
) STRICT;

CREATE TABLE contribution (
    member_id INTEGER NOT NULL REFERENCES member,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    override_reason TEXT CHECK (override_reason <> ''),
    PRIMARY KEY (member_id, year)
) STRICT;

CREATE TABLE insats (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    position INTEGER NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 2),
    principal TEXT NOT NULL,
    decision TEXT NOT NULL,
    staff TEXT NOT NULL,
    methods TEXT NOT NULL,
    age_from INTEGER,
    age_to INTEGER,
    registers INTEGER NOT NULL CHECK (registers IN (0, 1)),
    UNIQUE (association_id, slug),
    UNIQUE (association_id, id),
    CHECK ((age_from IS NULL) = (age_to IS NULL)),
    CHECK (age_from BETWEEN 0 AND age_to)
) STRICT;

CREATE TABLE insats_municipality (
    insats_id INTEGER NOT NULL REFERENCES insats,
    position INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    PRIMARY KEY (insats_id, position)
) STRICT;

CREATE TABLE insats_year (
    insats_id INTEGER NOT NULL REFERENCES insats,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    budgeted_participants INTEGER NOT NULL CHECK (budgeted_participants >= 0),
    PRIMARY KEY (insats_id, year)
) STRICT;

-- Dimension 6 of the bookkeeping.
CREATE TABLE project (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    position INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (code <> ''),
    name TEXT NOT NULL,
    insats_id INTEGER,
    municipality TEXT NOT NULL,
    UNIQUE (association_id, code),
    FOREIGN KEY (association_id, insats_id) REFERENCES insats (association_id, id)
) STRICT;

CREATE TABLE setting (
    association_id INTEGER NOT NULL REFERENCES association,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (association_id, key)
) STRICT;
