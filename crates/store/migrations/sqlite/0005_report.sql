-- Reports as texts with versions, and what was published, locked.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    association_id INTEGER NOT NULL REFERENCES association,
    kind TEXT NOT NULL CHECK (kind <> ''),
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    UNIQUE (association_id, kind, year)
) STRICT;

CREATE TABLE report_section (
    report_id INTEGER NOT NULL REFERENCES report,
    key TEXT NOT NULL CHECK (key <> ''),
    markdown TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    edited_at INTEGER NOT NULL,
    edited_by TEXT NOT NULL,
    PRIMARY KEY (report_id, key)
) STRICT;

CREATE TABLE report_snapshot (
    report_id INTEGER NOT NULL REFERENCES report,
    number INTEGER NOT NULL CHECK (number >= 1),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    published_at INTEGER NOT NULL,
    published_by TEXT NOT NULL,
    PRIMARY KEY (report_id, number)
) STRICT;

-- Answers to findings that may be true. A changed value opens the question again.
CREATE TABLE finding_answer (
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    finding TEXT NOT NULL CHECK (finding <> ''),
    expected TEXT,
    found TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    answered_at INTEGER NOT NULL,
    answered_by TEXT NOT NULL,
    PRIMARY KEY (association_id, year, finding)
) STRICT;

CREATE TRIGGER report_snapshot_locked BEFORE UPDATE ON report_snapshot
BEGIN SELECT RAISE(ABORT, 'report_snapshot is locked'); END;
CREATE TRIGGER report_snapshot_kept BEFORE DELETE ON report_snapshot
BEGIN SELECT RAISE(ABORT, 'report_snapshot is locked'); END;
