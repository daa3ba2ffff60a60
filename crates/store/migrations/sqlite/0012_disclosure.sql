-- What has left the insatser: a table decided later is held against it. No count is kept of a
-- withheld cell. Beside it what an insats is in the words that the national follow-up asks for.
CREATE TABLE published_cell (
    association_id INTEGER NOT NULL REFERENCES association,
    measure TEXT NOT NULL CHECK (measure <> ''),
    period_from TEXT NOT NULL CHECK (date(period_from) IS period_from),
    period_to TEXT NOT NULL CHECK (date(period_to) IS period_to),
    scope TEXT NOT NULL CHECK (scope LIKE '{%}'),
    count INTEGER CHECK (count >= 0),
    first_at INTEGER NOT NULL,
    PRIMARY KEY (association_id, measure, period_from, period_to, scope),
    CHECK (period_from <= period_to)
) STRICT;

CREATE TABLE insats_detail (
    insats_id INTEGER PRIMARY KEY REFERENCES insats,
    direction TEXT NOT NULL,
    precisely TEXT NOT NULL,
    target_group TEXT NOT NULL,
    esf INTEGER CHECK (esf IN (0, 1)),
    first_day TEXT CHECK (date(first_day) IS first_day),
    last_day TEXT CHECK (date(last_day) IS last_day),
    CHECK (first_day <= last_day)
) STRICT;
