-- Pots: frames for small measures, and applications without personal data.
CREATE TABLE pot (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    frame INTEGER NOT NULL CHECK (frame > 0),
    most INTEGER CHECK (most > 0 AND most <= frame),
    decision TEXT NOT NULL CHECK (decision <> ''),
    decided_on TEXT NOT NULL CHECK (date(decided_on) IS decided_on),
    delegate TEXT NOT NULL CHECK (delegate <> ''),
    purpose TEXT NOT NULL,
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    constructed INTEGER NOT NULL CHECK (constructed IN (0, 1)),
    UNIQUE (association_id, year, name)
) STRICT;

-- state: 1 waiting, 2 granted, 3 refused, 4 withdrawn.
CREATE TABLE pot_application (
    pot_id INTEGER NOT NULL REFERENCES pot,
    number INTEGER NOT NULL CHECK (number >= 1),
    insats_id INTEGER NOT NULL REFERENCES insats,
    purpose TEXT NOT NULL CHECK (length(purpose) BETWEEN 10 AND 1000),
    amount INTEGER NOT NULL CHECK (amount > 0),
    applied_on TEXT NOT NULL CHECK (date(applied_on) IS applied_on),
    applied_by TEXT NOT NULL CHECK (applied_by <> ''),
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),
    granted INTEGER,
    reason TEXT NOT NULL,
    ended_on TEXT CHECK (date(ended_on) IS ended_on),
    decided_by TEXT,
    reported_on TEXT CHECK (date(reported_on) IS reported_on),
    PRIMARY KEY (pot_id, number),
    CHECK ((state = 2) = (granted IS NOT NULL)),
    CHECK (granted IS NULL OR (granted > 0 AND granted <= amount)),
    CHECK ((state = 1) = (ended_on IS NULL)),
    CHECK ((state IN (2, 3)) = (decided_by IS NOT NULL)),
    CHECK (reported_on IS NULL OR state IN (2, 3))
) STRICT, WITHOUT ROWID;
