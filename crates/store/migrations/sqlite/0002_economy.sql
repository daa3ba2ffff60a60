-- Budgets, requisitioned outcome, goals and values published before the system was used.
CREATE TABLE budget (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    version_number INTEGER NOT NULL CHECK (version_number >= 1),
    version TEXT NOT NULL CHECK (version <> ''),
    source TEXT NOT NULL,
    UNIQUE (association_id, year, version_number)
) STRICT;

CREATE TABLE budget_line (
    budget_id INTEGER NOT NULL REFERENCES budget,
    position INTEGER NOT NULL,
    grp INTEGER NOT NULL CHECK (grp BETWEEN 1 AND 4),
    label TEXT NOT NULL CHECK (label <> ''),
    amount INTEGER NOT NULL,
    PRIMARY KEY (budget_id, position)
) STRICT;

CREATE TABLE insats_budget (
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    version_number INTEGER NOT NULL CHECK (version_number >= 1),
    position INTEGER NOT NULL,
    insats_id INTEGER,
    label TEXT NOT NULL CHECK (label <> ''),
    amount INTEGER NOT NULL,
    PRIMARY KEY (association_id, year, version_number, position),
    FOREIGN KEY (association_id, insats_id) REFERENCES insats (association_id, id)
) STRICT;

CREATE TABLE requisitioned (
    project_id INTEGER NOT NULL REFERENCES project,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    amount INTEGER NOT NULL,
    source TEXT NOT NULL CHECK (source <> ''),
    PRIMARY KEY (project_id, year)
) STRICT;

CREATE TABLE published_value (
    association_id INTEGER NOT NULL REFERENCES association,
    measure TEXT NOT NULL CHECK (measure <> ''),
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    scope TEXT NOT NULL CHECK (scope LIKE '{%}'),
    units INTEGER NOT NULL,
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6),
    document TEXT NOT NULL CHECK (document <> ''),
    cell TEXT NOT NULL,
    PRIMARY KEY (association_id, measure, year, scope, document, cell)
) STRICT;

-- outcome: 0 none, 1 measure, 2 entered value, 3 words.
CREATE TABLE goal (
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    number INTEGER NOT NULL CHECK (number >= 1),
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
    text TEXT NOT NULL CHECK (text <> ''),
    measured_by TEXT NOT NULL,
    outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 3),
    measure TEXT,
    units INTEGER,
    decimals INTEGER CHECK (decimals BETWEEN 0 AND 6),
    source TEXT,
    words TEXT,
    judgement TEXT,
    direction INTEGER CHECK (direction BETWEEN 1 AND 2),
    target INTEGER,
    largely INTEGER,
    target_decimals INTEGER CHECK (target_decimals BETWEEN 0 AND 6),
    PRIMARY KEY (association_id, year, number),
    CHECK ((outcome = 1) = (measure IS NOT NULL)),
    CHECK ((outcome = 2) = (units IS NOT NULL AND decimals IS NOT NULL AND source IS NOT NULL)),
    CHECK ((outcome = 3) = (words IS NOT NULL AND judgement IS NOT NULL)),
    CHECK ((direction IS NULL) = (target IS NULL) AND (direction IS NULL) = (largely IS NULL)
        AND (direction IS NULL) = (target_decimals IS NULL)),
    CHECK ((direction = 1 AND largely <= target) OR (direction = 2 AND largely >= target) OR direction IS NULL)
) STRICT;
