-- Tokens of a team, for referrals. scopes: 16 read referrals, 32 write them; the rest as before. Figures belong
-- to the association, referrals to a team, everything else to one insats, and no token to two of them.
CREATE TABLE api_token_new (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    association_id INTEGER NOT NULL REFERENCES association,
    insats_id INTEGER,
    team_id INTEGER,
    name TEXT NOT NULL CHECK (name <> ''),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    scopes INTEGER NOT NULL CHECK (scopes BETWEEN 1 AND 63),
    created_by TEXT NOT NULL CHECK (created_by <> ''),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER,
    FOREIGN KEY (association_id, insats_id) REFERENCES insats (association_id, id),
    FOREIGN KEY (association_id, team_id) REFERENCES team (association_id, id),
    CHECK (expires_at > created_at),
    CHECK (insats_id IS NULL OR team_id IS NULL),
    CHECK (insats_id IS NULL OR (scopes & 52) = 0),
    CHECK (team_id IS NULL OR (scopes & 15) = 0),
    CHECK ((insats_id IS NULL AND team_id IS NULL) = (scopes = 4))
) STRICT;
INSERT INTO api_token_new (id, public_id, association_id, insats_id, name, token_hash, scopes, created_by, created_at,
    expires_at, used_at, revoked_at)
SELECT id, public_id, association_id, insats_id, name, token_hash, scopes, created_by, created_at, expires_at, used_at,
    revoked_at
FROM api_token;
-- What was asked points at the token, so both are made anew.
CREATE TABLE api_request_new (
    token_id INTEGER NOT NULL REFERENCES api_token_new,
    idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 64),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    at INTEGER NOT NULL,
    status INTEGER CHECK (status BETWEEN 200 AND 499),
    answer TEXT,
    PRIMARY KEY (token_id, idempotency_key),
    CHECK ((status IS NULL) = (answer IS NULL))
) STRICT;
INSERT INTO api_request_new (token_id, idempotency_key, fingerprint, at, status, answer)
SELECT token_id, idempotency_key, fingerprint, at, status, answer FROM api_request;
DROP TABLE api_request;
DROP TABLE api_token;
ALTER TABLE api_token_new RENAME TO api_token;
ALTER TABLE api_request_new RENAME TO api_request;
CREATE INDEX api_request_age ON api_request (at);

-- Raised each time who took part is saved. A referral needs none: its steps and consultations are counted.
ALTER TABLE team_meeting ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
