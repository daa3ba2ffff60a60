-- Bookkeeping: one current file per accounting year. Debit is positive.
CREATE TABLE ledger_file (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    imported_at INTEGER NOT NULL,
    imported_by TEXT NOT NULL
) STRICT;

CREATE TABLE ledger_year (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    first_day TEXT NOT NULL CHECK (date(first_day) IS first_day),
    last_day TEXT NOT NULL CHECK (date(last_day) IS last_day),
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    file_id INTEGER NOT NULL REFERENCES ledger_file,
    UNIQUE (association_id, year),
    CHECK (first_day < last_day),
    CHECK (CAST(substr(last_day, 1, 4) AS INTEGER) = year)
) STRICT;

CREATE TABLE account (
    year_id INTEGER NOT NULL REFERENCES ledger_year,
    number INTEGER NOT NULL CHECK (number > 0),
    name TEXT NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 4),
    opening INTEGER NOT NULL,
    stated INTEGER,
    PRIMARY KEY (year_id, number)
) STRICT, WITHOUT ROWID;

-- seq: order of reading within the year; a voucher added later gets the next one.
CREATE TABLE voucher (
    year_id INTEGER NOT NULL REFERENCES ledger_year,
    seq INTEGER NOT NULL,
    series TEXT NOT NULL,
    number TEXT NOT NULL CHECK (number <> ''),
    dated TEXT NOT NULL CHECK (date(dated) IS dated),
    text TEXT NOT NULL,
    PRIMARY KEY (year_id, seq),
    UNIQUE (year_id, series, number)
) STRICT, WITHOUT ROWID;

-- month is the calendar month of the transaction's own date, else of the voucher's.
CREATE TABLE ledger_transaction (
    year_id INTEGER NOT NULL,
    voucher INTEGER NOT NULL,
    line INTEGER NOT NULL,
    account INTEGER NOT NULL,
    project_id INTEGER REFERENCES project,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    amount INTEGER NOT NULL,
    dated TEXT CHECK (date(dated) IS dated),
    text TEXT NOT NULL,
    objects TEXT NOT NULL,
    PRIMARY KEY (year_id, voucher, line),
    FOREIGN KEY (year_id, voucher) REFERENCES voucher,
    FOREIGN KEY (year_id, account) REFERENCES account
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_transaction_balance
    ON ledger_transaction (year_id, account, project_id, month, amount);

-- Objects of other dimensions than 6, for example cost centres.
CREATE TABLE ledger_object (
    year_id INTEGER NOT NULL REFERENCES ledger_year,
    dimension INTEGER NOT NULL CHECK (dimension > 0),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (year_id, dimension, code)
) STRICT;

CREATE TABLE mapping (
    association_id INTEGER NOT NULL PRIMARY KEY REFERENCES association,
    preset TEXT NOT NULL
) STRICT;

-- line: stored codes of domain::statement::mapping::Line, see store/src/mapping.rs.
CREATE TABLE mapping_range (
    association_id INTEGER NOT NULL REFERENCES mapping,
    position INTEGER NOT NULL,
    from_account INTEGER NOT NULL CHECK (from_account > 0),
    to_account INTEGER NOT NULL,
    line INTEGER NOT NULL CHECK (line >= 1),
    note_row TEXT NOT NULL,
    PRIMARY KEY (association_id, position),
    UNIQUE (association_id, from_account, to_account),
    CHECK (from_account <= to_account)
) STRICT;
