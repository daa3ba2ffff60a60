-- Tokens of other programs: only the SHA-256 is stored. scopes: 1 read participations, 2 write them,
-- 4 read figures, 8 write head counts. Figures belong to the association, the rest to one insats.
CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    association_id INTEGER NOT NULL REFERENCES association,
    insats_id INTEGER,
    name TEXT NOT NULL CHECK (name <> ''),
    token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
    scopes INTEGER NOT NULL CHECK (scopes BETWEEN 1 AND 15),
    created_by TEXT NOT NULL CHECK (created_by <> ''),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER,
    FOREIGN KEY (association_id, insats_id) REFERENCES insats (association_id, id),
    CHECK (expires_at > created_at),
    CHECK ((insats_id IS NULL) = (scopes = 4))
) STRICT;

-- What was asked under which key: the same key and content get the same answer. fingerprint is
-- keyed by the token itself, so that nothing can be told of the content from here. status and
-- answer are absent while the request is under way; an answer holds keys, never what was sent.
CREATE TABLE api_request (
    token_id INTEGER NOT NULL REFERENCES api_token,
    idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 64),
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    at INTEGER NOT NULL,
    status INTEGER CHECK (status BETWEEN 200 AND 499),
    answer TEXT,
    PRIMARY KEY (token_id, idempotency_key),
    CHECK ((status IS NULL) = (answer IS NULL))
) STRICT;
CREATE INDEX api_request_age ON api_request (at);
