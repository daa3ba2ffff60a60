-- Who may log in, as what; sessions and links hold hashes of tokens, never the tokens.
CREATE TABLE app_user (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT UNIQUE CHECK (email <> ''),
    active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

-- role: stored codes of app::Role; 3 and 4 are held for one insats.
CREATE TABLE role_assignment (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES app_user,
    association_id INTEGER NOT NULL REFERENCES association,
    role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 8),
    insats_id INTEGER,
    valid_from TEXT NOT NULL CHECK (date(valid_from) IS valid_from),
    valid_to TEXT CHECK (date(valid_to) IS valid_to),
    FOREIGN KEY (association_id, insats_id) REFERENCES insats (association_id, id),
    CHECK ((role IN (3, 4)) = (insats_id IS NOT NULL)),
    CHECK (valid_to >= valid_from)
) STRICT;
CREATE UNIQUE INDEX role_assignment_once
    ON role_assignment (user_id, association_id, role, coalesce(insats_id, 0), valid_from);

CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    user_id INTEGER NOT NULL REFERENCES app_user,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CHECK (expires_at > created_at)
) STRICT;
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE login_link (
    token_hash TEXT NOT NULL PRIMARY KEY CHECK (length(token_hash) = 64),
    user_id INTEGER NOT NULL REFERENCES app_user,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CHECK (expires_at > created_at)
) STRICT;
