-- What figures keep of participations that became anonymous: differences per figure, summed over
-- records. No row here belongs to a record, and nothing tells when it was written.
CREATE TABLE carried_figure (
    association_id BIGINT NOT NULL REFERENCES association,
    measure TEXT NOT NULL CHECK (measure <> ''),
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    scope TEXT NOT NULL CHECK (scope LIKE '{%}'),
    k BIGINT NOT NULL,
    n BIGINT NOT NULL,
    missing BIGINT NOT NULL,
    PRIMARY KEY (association_id, measure, year, scope),
    CHECK (k <> 0 OR n <> 0 OR missing <> 0)
);

-- The same for counts of other days than calendar years, of those that were published.
CREATE TABLE carried_cell (
    association_id BIGINT NOT NULL REFERENCES association,
    measure TEXT NOT NULL CHECK (measure <> ''),
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    scope TEXT NOT NULL CHECK (scope LIKE '{%}'),
    k BIGINT NOT NULL CHECK (k <> 0),
    PRIMARY KEY (association_id, measure, period_from, period_to, scope)
);

-- What was done when a consent was withdrawn; content is JSON without anything about the person.
CREATE TABLE withdrawal_certificate (
    code TEXT NOT NULL PRIMARY KEY CHECK (length(code) >= 8),
    insats_id BIGINT NOT NULL REFERENCES insats,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    content TEXT NOT NULL CHECK (content LIKE '{%}')
);
CREATE TRIGGER withdrawal_certificate_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON withdrawal_certificate
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How long each class of data is kept, from a day on. class: codes of domain::retention::Class.
CREATE TABLE retention_rule (
    class SMALLINT NOT NULL CHECK (class BETWEEN 1 AND 6),
    valid_from DATE NOT NULL,
    days BIGINT NOT NULL CHECK (days BETWEEN 1 AND 36525),
    basis TEXT NOT NULL CHECK (basis <> ''),
    PRIMARY KEY (class, valid_from)
);
INSERT INTO retention_rule (class, valid_from, days, basis) VALUES
    (1, '2000-01-01', 3653, 'Utgångsläge tills huvudmännen beslutat'),
    (2, '2000-01-01', 1827, 'Utgångsläge tills förbundet beslutat'),
    (3, '2000-01-01', 1, 'Sessionens egen tid har då gått ut'),
    (4, '2000-01-01', 30, 'Utgångsläge tills förbundet beslutat'),
    (5, '2000-01-01', 90, 'Utgångsläge tills förbundet beslutat'),
    (6, '2000-01-01', 35, 'Utgångsläge tills driften beslutat');

-- Protocols of disposal; lines is JSON with counts per class.
CREATE TABLE disposal_run (
    number BIGINT NOT NULL PRIMARY KEY CHECK (number >= 1),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    lines TEXT NOT NULL CHECK (lines LIKE '[%]')
);
CREATE TRIGGER disposal_run_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON disposal_run
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
