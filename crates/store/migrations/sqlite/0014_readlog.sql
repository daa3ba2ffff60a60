-- Who was shown rows about participants: append-only and chained, as audit_event is. Rows are keys
-- of the database in the form of domain::read_log::RowSet. kind: 1 participations of an insats, 2
-- referrals of a team; place is its slug.
CREATE TABLE read_event (
    sequence INTEGER NOT NULL PRIMARY KEY CHECK (sequence >= 1),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    act TEXT NOT NULL CHECK (act <> ''),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 2),
    place TEXT NOT NULL CHECK (place <> ''),
    rows BLOB NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX read_event_place ON read_event (kind, place, sequence);

-- Where the chain begins when its oldest events were disposed of; the audit trail names the same
-- hash. An event may be removed only when an anchor stands after it.
CREATE TABLE read_anchor (
    through INTEGER NOT NULL PRIMARY KEY CHECK (through >= 1),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER read_event_locked BEFORE UPDATE ON read_event
BEGIN SELECT RAISE(ABORT, 'read_event is append-only'); END;
CREATE TRIGGER read_event_kept BEFORE DELETE ON read_event
WHEN OLD.sequence > COALESCE((SELECT MAX(through) FROM read_anchor), 0)
BEGIN SELECT RAISE(ABORT, 'read_event is append-only'); END;
CREATE TRIGGER read_anchor_locked BEFORE UPDATE ON read_anchor
BEGIN SELECT RAISE(ABORT, 'read_anchor is append-only'); END;
CREATE TRIGGER read_anchor_kept BEFORE DELETE ON read_anchor
BEGIN SELECT RAISE(ABORT, 'read_anchor is append-only'); END;

-- The newest audit event that changed a fact figures are computed from: what was computed at this
-- number still holds. Read events and log-ins do not raise it.
CREATE TABLE fact_revision (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence INTEGER NOT NULL CHECK (sequence >= 0)
) STRICT;
INSERT INTO fact_revision (id, sequence) SELECT 1, COALESCE(MAX(sequence), 0) FROM audit_event;
