-- What figures keep of participations that became anonymous: differences per figure, summed over
-- records. No row here belongs to a record, and nothing tells when it was written.
CREATE TABLE carried_figure (
    association_id INTEGER NOT NULL REFERENCES association,
    measure TEXT NOT NULL CHECK (measure <> ''),
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    scope TEXT NOT NULL CHECK (scope LIKE '{%}'),
    k INTEGER NOT NULL,
    n INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (association_id, measure, year, scope),
    CHECK (k <> 0 OR n <> 0 OR missing <> 0)
) STRICT, WITHOUT ROWID;

-- The same for counts of other days than calendar years, of those that were published.
CREATE TABLE carried_cell (
    association_id INTEGER NOT NULL REFERENCES association,
    measure TEXT NOT NULL CHECK (measure <> ''),
    period_from TEXT NOT NULL CHECK (date(period_from) IS period_from),
    period_to TEXT NOT NULL CHECK (date(period_to) IS period_to),
    scope TEXT NOT NULL CHECK (scope LIKE '{%}'),
    k INTEGER NOT NULL CHECK (k <> 0),
    PRIMARY KEY (association_id, measure, period_from, period_to, scope)
) STRICT, WITHOUT ROWID;

-- What was done when a consent was withdrawn; content is JSON without anything about the person.
CREATE TABLE withdrawal_certificate (
    code TEXT NOT NULL PRIMARY KEY CHECK (length(code) >= 8),
    insats_id INTEGER NOT NULL REFERENCES insats,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    content TEXT NOT NULL CHECK (content LIKE '{%}')
) STRICT;
CREATE TRIGGER withdrawal_certificate_locked BEFORE UPDATE ON withdrawal_certificate
BEGIN SELECT RAISE(ABORT, 'withdrawal_certificate is locked'); END;
CREATE TRIGGER withdrawal_certificate_kept BEFORE DELETE ON withdrawal_certificate
BEGIN SELECT RAISE(ABORT, 'withdrawal_certificate is locked'); END;

-- How long each class of data is kept, from a day on. class: codes of domain::retention::Class.
CREATE TABLE retention_rule (
    class INTEGER NOT NULL CHECK (class BETWEEN 1 AND 6),
    valid_from TEXT NOT NULL CHECK (date(valid_from) IS valid_from),
    days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 36525),
    basis TEXT NOT NULL CHECK (basis <> ''),
    PRIMARY KEY (class, valid_from)
) STRICT, WITHOUT ROWID;
INSERT INTO retention_rule (class, valid_from, days, basis) VALUES
    (1, '2000-01-01', 3653, 'Utgångsläge tills huvudmännen beslutat'),
    (2, '2000-01-01', 1827, 'Utgångsläge tills förbundet beslutat'),
    (3, '2000-01-01', 1, 'Sessionens egen tid har då gått ut'),
    (4, '2000-01-01', 30, 'Utgångsläge tills förbundet beslutat'),
    (5, '2000-01-01', 90, 'Utgångsläge tills förbundet beslutat'),
    (6, '2000-01-01', 35, 'Utgångsläge tills driften beslutat');

-- Protocols of disposal; lines is JSON with counts per class.
CREATE TABLE disposal_run (
    number INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    lines TEXT NOT NULL CHECK (lines LIKE '[%]')
) STRICT;
CREATE TRIGGER disposal_run_locked BEFORE UPDATE ON disposal_run
BEGIN SELECT RAISE(ABORT, 'disposal_run is locked'); END;
CREATE TRIGGER disposal_run_kept BEFORE DELETE ON disposal_run
BEGIN SELECT RAISE(ABORT, 'disposal_run is locked'); END;
