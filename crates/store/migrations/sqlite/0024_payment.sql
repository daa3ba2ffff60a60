-- Payment files written, and account statements read. A requisition is in at most one file that holds.
CREATE TABLE payment_file (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    name TEXT NOT NULL CHECK (name <> ''),
    pay_day TEXT NOT NULL CHECK (date(pay_day) IS pay_day),
    profile TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total > 0),
    payments INTEGER NOT NULL CHECK (payments > 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    UNIQUE (association_id, name)
) STRICT;

CREATE TABLE bank_statement (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    entries INTEGER NOT NULL CHECK (entries >= 0),
    paid INTEGER NOT NULL CHECK (paid >= 0),
    read_at INTEGER NOT NULL,
    read_by TEXT NOT NULL,
    UNIQUE (association_id, sha256)
) STRICT;
