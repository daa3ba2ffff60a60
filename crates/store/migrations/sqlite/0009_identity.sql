-- How users show who they are, and what guessing costs. Nothing here can be used by whoever reads it:
-- passwords are Argon2id, codes and addresses are keyed fingerprints, secrets are sealed under the
-- installation's key, which is a file of its own.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key_check TEXT NOT NULL CHECK (length(key_check) = 16)
) STRICT;

CREATE TABLE credential (
    user_id INTEGER NOT NULL PRIMARY KEY REFERENCES app_user,
    password TEXT NOT NULL CHECK (password <> ''),
    secret BLOB NOT NULL,
    last_step INTEGER NOT NULL CHECK (last_step >= 0),
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    user_id INTEGER NOT NULL REFERENCES app_user,
    fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
    PRIMARY KEY (user_id, fingerprint)
) STRICT;

-- Who somebody is at an identity provider; fixed at the first log-in from there.
CREATE TABLE outside_account (
    issuer TEXT NOT NULL CHECK (issuer <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    user_id INTEGER NOT NULL REFERENCES app_user,
    since INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;

-- Failures of an account or a network address, by keyed fingerprint.
CREATE TABLE throttle (
    subject TEXT NOT NULL PRIMARY KEY CHECK (length(subject) = 64),
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;

-- A form whose session ended while it was typed: sealed, one per user, gone within the hour.
CREATE TABLE held_form (
    user_id INTEGER NOT NULL PRIMARY KEY REFERENCES app_user,
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- What a link does: 1 logs in, 2 is an invitation, 3 sets a new password.
ALTER TABLE login_link ADD COLUMN purpose INTEGER NOT NULL DEFAULT 1 CHECK (purpose BETWEEN 1 AND 3);
CREATE INDEX login_link_by_user ON login_link (user_id);

-- How the session began (1 link, 2 password and code, 3 identity provider) and in which browser.
ALTER TABLE session ADD COLUMN method INTEGER NOT NULL DEFAULT 1 CHECK (method BETWEEN 1 AND 3);
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX session_by_user ON session (user_id);
