-- Append-only and chained: hash = SHA-256 over the previous hash and every field.
CREATE TABLE audit_event (
    sequence BIGINT NOT NULL PRIMARY KEY CHECK (sequence >= 1),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    act TEXT NOT NULL CHECK (act <> ''),
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL UNIQUE CHECK (length(previous) = 64),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
);

CREATE TRIGGER audit_event_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
