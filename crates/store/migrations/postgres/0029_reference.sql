-- Whether a reference was used before is asked at every entry: of closed participations too.
CREATE INDEX participation_reference ON participation (insats_id, reference) WHERE reference IS NOT NULL;
