-- Who was shown rows about participants: append-only and chained, as audit_event is. Rows are keys
-- of the database in the form of domain::read_log::RowSet. kind: 1 participations of an insats, 2
-- referrals of a team; place is its slug.
CREATE TABLE read_event (
    sequence BIGINT NOT NULL PRIMARY KEY CHECK (sequence >= 1),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    act TEXT NOT NULL CHECK (act <> ''),
    kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 2),
    place TEXT NOT NULL CHECK (place <> ''),
    rows BYTEA NOT NULL,
    previous BYTEA NOT NULL CHECK (length(previous) = 32),
    hash BYTEA NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX read_event_place ON read_event (kind, place, sequence);

-- Where the chain begins when its oldest events were disposed of; the audit trail names the same
-- hash. An event may be removed only when an anchor stands after it.
CREATE TABLE read_anchor (
    through BIGINT NOT NULL PRIMARY KEY CHECK (through >= 1),
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    at BIGINT NOT NULL
);

CREATE FUNCTION refuse_unanchored() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF OLD.sequence > COALESCE((SELECT MAX(through) FROM read_anchor), 0) THEN
        RAISE EXCEPTION 'read_event is append-only';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER read_event_locked BEFORE UPDATE OR TRUNCATE ON read_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER read_event_kept BEFORE DELETE ON read_event
FOR EACH ROW EXECUTE FUNCTION refuse_unanchored();
CREATE TRIGGER read_anchor_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON read_anchor
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The newest audit event that changed a fact figures are computed from: what was computed at this
-- number still holds. Read events and log-ins do not raise it.
CREATE TABLE fact_revision (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL CHECK (sequence >= 0)
);
INSERT INTO fact_revision (id, sequence) SELECT 1, COALESCE(MAX(sequence), 0) FROM audit_event;
