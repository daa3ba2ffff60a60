-- Claims for VAT compensation. A draft has no rows here: they follow the bookkeeping. state: 2 submitted,
-- 3 paid. Rows are what the claim was submitted with and never change.
CREATE TABLE vat_claim (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    from_month INTEGER NOT NULL CHECK (from_month BETWEEN 1 AND 12),
    to_month INTEGER NOT NULL CHECK (to_month BETWEEN 1 AND 12),
    state INTEGER NOT NULL CHECK (state IN (2, 3)),
    submitted_on TEXT NOT NULL CHECK (date(submitted_on) IS submitted_on),
    submitted_by TEXT NOT NULL CHECK (submitted_by <> ''),
    paid_on TEXT CHECK (date(paid_on) IS paid_on),
    paid_amount INTEGER CHECK (paid_amount > 0),
    paid_year INTEGER,
    paid_series TEXT,
    paid_number TEXT,
    UNIQUE (association_id, year, from_month),
    CHECK (from_month <= to_month),
    CHECK ((state = 3) = (paid_on IS NOT NULL AND paid_amount IS NOT NULL)),
    CHECK ((paid_year IS NULL) = (paid_number IS NULL) AND (paid_year IS NULL) = (paid_series IS NULL))
) STRICT;

CREATE TABLE vat_claim_row (
    claim_id INTEGER NOT NULL REFERENCES vat_claim,
    position INTEGER NOT NULL,
    voucher_year INTEGER NOT NULL,
    series TEXT NOT NULL,
    number TEXT NOT NULL CHECK (number <> ''),
    dated TEXT NOT NULL CHECK (date(dated) IS dated),
    text TEXT NOT NULL,
    amount INTEGER NOT NULL,
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    PRIMARY KEY (claim_id, position),
    UNIQUE (claim_id, voucher_year, series, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER vat_claim_row_locked BEFORE UPDATE ON vat_claim_row
BEGIN SELECT RAISE(ABORT, 'vat_claim_row is locked'); END;
CREATE TRIGGER vat_claim_row_kept BEFORE DELETE ON vat_claim_row
BEGIN SELECT RAISE(ABORT, 'vat_claim_row is locked'); END;
