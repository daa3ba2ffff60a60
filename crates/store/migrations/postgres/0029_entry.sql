-- Whether a reference was used before is asked at every entry: of closed participations too.
CREATE INDEX participation_reference ON participation (insats_id, reference) WHERE reference IS NOT NULL;

-- The newest audit event that changed a fact other than a participation: what participations are registered
-- in and judged by at that number still holds.
ALTER TABLE fact_revision ADD COLUMN grounds BIGINT NOT NULL DEFAULT 0 CHECK (grounds >= 0);
UPDATE fact_revision SET grounds = sequence;
