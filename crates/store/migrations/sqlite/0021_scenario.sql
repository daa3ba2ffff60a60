-- Scenarios: a plan with changes. kind 1 start, 2 stop, 3 delay, 4 allotment, 5 indexation, 6 vacancies.
-- rate and personnel are hundredths of a per cent.
CREATE TABLE scenario (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    plan_id INTEGER NOT NULL REFERENCES plan,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    span INTEGER NOT NULL CHECK (span BETWEEN 1 AND 10),
    notice INTEGER NOT NULL CHECK (notice BETWEEN 0 AND 24),
    personnel INTEGER NOT NULL CHECK (personnel BETWEEN 0 AND 10000),
    liquid INTEGER,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    UNIQUE (association_id, name)
) STRICT;

CREATE TABLE scenario_change (
    scenario_id INTEGER NOT NULL REFERENCES scenario,
    position INTEGER NOT NULL CHECK (position >= 0),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
    label TEXT NOT NULL,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2210),
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    months INTEGER NOT NULL CHECK (months BETWEEN 0 AND 60),
    rate INTEGER NOT NULL CHECK (rate BETWEEN -10000 AND 10000),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (scenario_id, position),
    CHECK (kind > 3 OR label <> '')
) STRICT, WITHOUT ROWID;
