-- Append-only and chained: hash = SHA-256 over the previous hash and every field.
CREATE TABLE audit_event (
    sequence INTEGER NOT NULL PRIMARY KEY CHECK (sequence >= 1),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    act TEXT NOT NULL CHECK (act <> ''),
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL UNIQUE CHECK (length(previous) = 64),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;

CREATE TRIGGER audit_event_locked BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
CREATE TRIGGER audit_event_kept BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END;
