-- Closing a quarter: each insats's answer to its own counts, the remarks that follow its figures, the
-- quarterly report's texts, and the closed quarter, locked. counts: the numbers answered for.
-- answer 1 accepted, 2 disputed.
CREATE TABLE quarter_answer (
    insats_id BIGINT NOT NULL REFERENCES insats,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter SMALLINT NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    answer SMALLINT NOT NULL CHECK (answer IN (1, 2)),
    answered_as TEXT NOT NULL CHECK (answered_as <> ''),
    answered_at BIGINT NOT NULL,
    answered_by TEXT NOT NULL,
    counts TEXT NOT NULL CHECK (counts <> ''),
    PRIMARY KEY (insats_id, year, quarter)
);

CREATE TABLE quarter_remark (
    insats_id BIGINT NOT NULL,
    year BIGINT NOT NULL,
    quarter SMALLINT NOT NULL,
    position BIGINT NOT NULL CHECK (position >= 1),
    what TEXT NOT NULL CHECK (what <> ''),
    counted BIGINT,
    words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 500),
    PRIMARY KEY (insats_id, year, quarter, position),
    FOREIGN KEY (insats_id, year, quarter) REFERENCES quarter_answer
);

CREATE TABLE quarter_text (
    insats_id BIGINT NOT NULL REFERENCES insats,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter SMALLINT NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    key TEXT NOT NULL CHECK (key <> ''),
    markdown TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    edited_at BIGINT NOT NULL,
    edited_by TEXT NOT NULL,
    PRIMARY KEY (insats_id, year, quarter, key)
);

CREATE TABLE quarter_closing (
    association_id BIGINT NOT NULL REFERENCES association,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter SMALLINT NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    reason TEXT NOT NULL,
    closed_at BIGINT NOT NULL,
    closed_by TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BYTEA NOT NULL,
    PRIMARY KEY (association_id, year, quarter)
);

-- What was locked of each insats. answered: the insats had answered for these counts.
CREATE TABLE quarter_snapshot (
    insats_id BIGINT NOT NULL REFERENCES insats,
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    quarter SMALLINT NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    counts TEXT NOT NULL,
    answered BOOLEAN NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes BYTEA NOT NULL,
    PRIMARY KEY (insats_id, year, quarter)
);

CREATE TRIGGER quarter_closing_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON quarter_closing
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER quarter_snapshot_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON quarter_snapshot
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
