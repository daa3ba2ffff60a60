-- Invoices to members, numbered without gaps per year of issue, and invoices received. The XML is what
-- was sent and is never changed; a wrong invoice is credited.
CREATE TABLE member_billing (
    member_id INTEGER NOT NULL PRIMARY KEY REFERENCES member,
    org_number TEXT NOT NULL CHECK (length(org_number) = 10),
    street TEXT NOT NULL CHECK (street <> ''),
    post_code TEXT NOT NULL CHECK (post_code <> ''),
    city TEXT NOT NULL CHECK (city <> ''),
    reference TEXT NOT NULL CHECK (reference <> '')
) STRICT;

CREATE TABLE invoice (
    association_id INTEGER NOT NULL REFERENCES association,
    number INTEGER NOT NULL CHECK (number >= 1),
    member_id INTEGER NOT NULL REFERENCES member,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    instalment INTEGER NOT NULL CHECK (instalment BETWEEN 1 AND 12),
    issued TEXT NOT NULL CHECK (date(issued) IS issued),
    due TEXT NOT NULL CHECK (date(due) IS due),
    amount INTEGER NOT NULL CHECK (amount > 0),
    ocr TEXT NOT NULL CHECK (ocr <> ''),
    credits INTEGER,
    xml TEXT NOT NULL CHECK (xml <> ''),
    sent_on TEXT CHECK (date(sent_on) IS sent_on),
    paid_on TEXT CHECK (date(paid_on) IS paid_on),
    PRIMARY KEY (association_id, number),
    UNIQUE (association_id, credits),
    FOREIGN KEY (association_id, credits) REFERENCES invoice
) STRICT, WITHOUT ROWID;

CREATE TABLE received_invoice (
    association_id INTEGER NOT NULL REFERENCES association,
    id INTEGER NOT NULL CHECK (id >= 1),
    seller TEXT NOT NULL,
    number TEXT NOT NULL,
    issued TEXT CHECK (date(issued) IS issued),
    due TEXT CHECK (date(due) IS due),
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    problems INTEGER NOT NULL CHECK (problems >= 0),
    received_at INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BLOB NOT NULL,
    PRIMARY KEY (association_id, id),
    UNIQUE (association_id, sha256)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER invoice_locked BEFORE UPDATE OF association_id, number, member_id, year, instalment, issued, due, amount, ocr, credits, xml ON invoice
BEGIN SELECT RAISE(ABORT, 'invoice is locked'); END;
CREATE TRIGGER invoice_kept BEFORE DELETE ON invoice
BEGIN SELECT RAISE(ABORT, 'invoice is locked'); END;
