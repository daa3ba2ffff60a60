-- The three-way match: why an insats's quarter does not agree, and the closing of a quarter's economy.
CREATE TABLE match_explanation (
    insats_id BIGINT NOT NULL REFERENCES insats,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter SMALLINT NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    difference BIGINT NOT NULL,
    over_budget BIGINT NOT NULL CHECK (over_budget >= 0),
    words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 500),
    said_by TEXT NOT NULL,
    said_on DATE NOT NULL,
    PRIMARY KEY (insats_id, year, quarter)
);

CREATE TABLE economy_closing (
    association_id BIGINT NOT NULL REFERENCES association,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter SMALLINT NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    closed_at BIGINT NOT NULL,
    closed_by TEXT NOT NULL,
    lines TEXT NOT NULL CHECK (lines <> ''),
    PRIMARY KEY (association_id, year, quarter)
);
CREATE TRIGGER economy_closing_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON economy_closing
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
