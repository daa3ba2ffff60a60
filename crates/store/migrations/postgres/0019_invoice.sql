-- Invoices to members, numbered without gaps per year of issue, and invoices received. The XML is what
-- was sent and is never changed; a wrong invoice is credited.
CREATE TABLE member_billing (
    member_id BIGINT NOT NULL PRIMARY KEY REFERENCES member,
    org_number TEXT NOT NULL CHECK (length(org_number) = 10),
    street TEXT NOT NULL CHECK (street <> ''),
    post_code TEXT NOT NULL CHECK (post_code <> ''),
    city TEXT NOT NULL CHECK (city <> ''),
    reference TEXT NOT NULL CHECK (reference <> '')
);

CREATE TABLE invoice (
    association_id BIGINT NOT NULL REFERENCES association,
    number BIGINT NOT NULL CHECK (number >= 1),
    member_id BIGINT NOT NULL REFERENCES member,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    instalment SMALLINT NOT NULL CHECK (instalment BETWEEN 1 AND 12),
    issued DATE NOT NULL,
    due DATE NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    ocr TEXT NOT NULL CHECK (ocr <> ''),
    credits BIGINT,
    xml TEXT NOT NULL CHECK (xml <> ''),
    sent_on DATE,
    paid_on DATE,
    PRIMARY KEY (association_id, number),
    UNIQUE (association_id, credits),
    FOREIGN KEY (association_id, credits) REFERENCES invoice
);

CREATE TABLE received_invoice (
    association_id BIGINT NOT NULL REFERENCES association,
    id BIGINT NOT NULL CHECK (id >= 1),
    seller TEXT NOT NULL,
    number TEXT NOT NULL,
    issued DATE,
    due DATE,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    problems BIGINT NOT NULL CHECK (problems >= 0),
    received_at BIGINT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BYTEA NOT NULL,
    PRIMARY KEY (association_id, id),
    UNIQUE (association_id, sha256)
);

CREATE TRIGGER invoice_locked BEFORE UPDATE OF association_id, number, member_id, year, instalment, issued, due, amount, ocr, credits, xml OR DELETE ON invoice
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
