-- The three-way match: why an insats's quarter does not agree, and the closing of a quarter's economy.
CREATE TABLE match_explanation (
    insats_id INTEGER NOT NULL REFERENCES insats,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    difference INTEGER NOT NULL,
    over_budget INTEGER NOT NULL CHECK (over_budget >= 0),
    words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 500),
    said_by TEXT NOT NULL,
    said_on TEXT NOT NULL CHECK (date(said_on) IS said_on),
    PRIMARY KEY (insats_id, year, quarter)
) STRICT, WITHOUT ROWID;

CREATE TABLE economy_closing (
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    closed_at INTEGER NOT NULL,
    closed_by TEXT NOT NULL,
    lines TEXT NOT NULL CHECK (lines <> ''),
    PRIMARY KEY (association_id, year, quarter)
) STRICT;
CREATE TRIGGER economy_closing_locked BEFORE UPDATE ON economy_closing
BEGIN SELECT RAISE(ABORT, 'economy_closing is locked'); END;
CREATE TRIGGER economy_closing_kept BEFORE DELETE ON economy_closing
BEGIN SELECT RAISE(ABORT, 'economy_closing is locked'); END;
