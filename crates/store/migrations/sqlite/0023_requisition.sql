-- Requisitions: what a huvudman claims for an insats and a period, with every step taken, and who may
-- attest. did: stored codes of domain::requisition::Did. Amounts in öre.
CREATE TABLE requisition (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    number TEXT NOT NULL CHECK (number <> ''),
    insats_id INTEGER NOT NULL REFERENCES insats,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    first_month INTEGER NOT NULL CHECK (first_month BETWEEN 1 AND 12),
    last_month INTEGER NOT NULL CHECK (last_month BETWEEN first_month AND 12),
    final INTEGER NOT NULL CHECK (final IN (0, 1)),
    decision TEXT NOT NULL,
    recipient TEXT NOT NULL CHECK (recipient <> ''),
    org_number TEXT NOT NULL,
    account_kind TEXT NOT NULL CHECK (account_kind IN ('bankgiro', 'plusgiro', 'iban')),
    account TEXT NOT NULL CHECK (account <> ''),
    reference TEXT NOT NULL,
    words TEXT NOT NULL CHECK (length(words) <= 1000),
    UNIQUE (association_id, number)
) STRICT;
CREATE INDEX requisition_year ON requisition (association_id, year);

-- A month is claimed once; a void requisition has no months here.
CREATE TABLE requisition_month (
    insats_id INTEGER NOT NULL REFERENCES insats,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    requisition_id INTEGER NOT NULL REFERENCES requisition,
    PRIMARY KEY (insats_id, year, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE requisition_amount (
    requisition_id INTEGER NOT NULL REFERENCES requisition,
    cost_type INTEGER NOT NULL CHECK (cost_type BETWEEN 1 AND 8),
    amount INTEGER NOT NULL CHECK (amount > 0),
    PRIMARY KEY (requisition_id, cost_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE requisition_step (
    requisition_id INTEGER NOT NULL REFERENCES requisition,
    position INTEGER NOT NULL CHECK (position >= 1),
    did INTEGER NOT NULL CHECK (did BETWEEN 1 AND 9),
    done_by TEXT NOT NULL CHECK (done_by <> ''),
    done_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (requisition_id, position)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER requisition_step_locked BEFORE UPDATE ON requisition_step
BEGIN SELECT RAISE(ABORT, 'requisition_step is append-only'); END;
CREATE TRIGGER requisition_step_kept BEFORE DELETE ON requisition_step
BEGIN SELECT RAISE(ABORT, 'requisition_step is append-only'); END;

CREATE TABLE requisition_file (
    id INTEGER PRIMARY KEY,
    requisition_id INTEGER NOT NULL REFERENCES requisition,
    name TEXT NOT NULL CHECK (name <> ''),
    media_type TEXT NOT NULL CHECK (media_type <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 10485760),
    added_at INTEGER NOT NULL,
    added_by TEXT NOT NULL,
    UNIQUE (requisition_id, sha256)
) STRICT;

-- attest 1 the huvudman's, 2 the association's. For a role (its stored code) or a person, never both.
CREATE TABLE attest_rule (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    attest INTEGER NOT NULL CHECK (attest IN (1, 2)),
    role INTEGER CHECK (role BETWEEN 1 AND 99),
    person TEXT,
    most INTEGER CHECK (most > 0),
    insats_id INTEGER REFERENCES insats,
    first_day TEXT NOT NULL CHECK (date(first_day) IS first_day),
    last_day TEXT CHECK (date(last_day) IS last_day),
    CHECK ((role IS NULL) <> (person IS NULL)),
    CHECK (last_day IS NULL OR first_day <= last_day)
) STRICT;

CREATE TABLE attest_deputy (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    deputy TEXT NOT NULL CHECK (deputy <> ''),
    stands_for TEXT NOT NULL CHECK (stands_for <> '' AND stands_for <> deputy),
    first_day TEXT NOT NULL CHECK (date(first_day) IS first_day),
    last_day TEXT NOT NULL CHECK (date(last_day) IS last_day),
    CHECK (first_day <= last_day)
) STRICT;
