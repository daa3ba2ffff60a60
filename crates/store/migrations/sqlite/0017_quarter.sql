-- Closing a quarter: each insats's answer to its own counts, the remarks that follow its figures, the
-- quarterly report's texts, and the closed quarter, locked. counts: the numbers answered for.
-- answer 1 accepted, 2 disputed.
CREATE TABLE quarter_answer (
    insats_id INTEGER NOT NULL REFERENCES insats,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    answer INTEGER NOT NULL CHECK (answer IN (1, 2)),
    answered_as TEXT NOT NULL CHECK (answered_as <> ''),
    answered_at INTEGER NOT NULL,
    answered_by TEXT NOT NULL,
    counts TEXT NOT NULL CHECK (counts <> ''),
    PRIMARY KEY (insats_id, year, quarter)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarter_remark (
    insats_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    quarter INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 1),
    what TEXT NOT NULL CHECK (what <> ''),
    counted INTEGER,
    words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 500),
    PRIMARY KEY (insats_id, year, quarter, position),
    FOREIGN KEY (insats_id, year, quarter) REFERENCES quarter_answer
) STRICT, WITHOUT ROWID;

CREATE TABLE quarter_text (
    insats_id INTEGER NOT NULL REFERENCES insats,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    key TEXT NOT NULL CHECK (key <> ''),
    markdown TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    edited_at INTEGER NOT NULL,
    edited_by TEXT NOT NULL,
    PRIMARY KEY (insats_id, year, quarter, key)
) STRICT;

CREATE TABLE quarter_closing (
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    reason TEXT NOT NULL,
    closed_at INTEGER NOT NULL,
    closed_by TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    PRIMARY KEY (association_id, year, quarter)
) STRICT;

-- What was locked of each insats. answered: the insats had answered for these counts.
CREATE TABLE quarter_snapshot (
    insats_id INTEGER NOT NULL REFERENCES insats,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    counts TEXT NOT NULL,
    answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    PRIMARY KEY (insats_id, year, quarter)
) STRICT;

CREATE TRIGGER quarter_closing_locked BEFORE UPDATE ON quarter_closing
BEGIN SELECT RAISE(ABORT, 'quarter_closing is locked'); END;
CREATE TRIGGER quarter_closing_kept BEFORE DELETE ON quarter_closing
BEGIN SELECT RAISE(ABORT, 'quarter_closing is locked'); END;

CREATE TRIGGER quarter_snapshot_locked BEFORE UPDATE ON quarter_snapshot
BEGIN SELECT RAISE(ABORT, 'quarter_snapshot is locked'); END;
CREATE TRIGGER quarter_snapshot_kept BEFORE DELETE ON quarter_snapshot
BEGIN SELECT RAISE(ABORT, 'quarter_snapshot is locked'); END;
