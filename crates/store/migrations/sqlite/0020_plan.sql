-- Plans: the budget year and the years after it, in numbered versions. They take the place of budget,
-- budget_line and insats_budget, whose versions become plans of one year.
-- state 1 förslag, 2 samråd, 3 beslutad, 4 reviderad. revision: how often it was saved.
CREATE TABLE plan (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    first_year INTEGER NOT NULL CHECK (first_year BETWEEN 1990 AND 2200),
    span INTEGER NOT NULL CHECK (span BETWEEN 1 AND 10),
    number INTEGER NOT NULL CHECK (number >= 1),
    state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 4),
    source TEXT NOT NULL,
    sent_on TEXT CHECK (date(sent_on) IS sent_on),
    decided_on TEXT CHECK (date(decided_on) IS decided_on),
    section TEXT NOT NULL,
    opening INTEGER,
    opening_source TEXT NOT NULL,
    answers_by TEXT CHECK (date(answers_by) IS answers_by),
    meeting_on TEXT CHECK (date(meeting_on) IS meeting_on),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    UNIQUE (association_id, first_year, number),
    CHECK ((state = 2) = (sent_on IS NOT NULL)),
    CHECK (state >= 3 OR (decided_on IS NULL AND section = ''))
) STRICT;

-- part 1 a line, 2 an insats budget's row, 3 a member's contribution.
-- follows 0 typed, 1 the insats budgets, 2 the contributions. cost_type 0: not divided.
CREATE TABLE plan_row (
    plan_id INTEGER NOT NULL REFERENCES plan,
    part INTEGER NOT NULL CHECK (part BETWEEN 1 AND 3),
    position INTEGER NOT NULL CHECK (position >= 0),
    label TEXT NOT NULL CHECK (label <> ''),
    grp INTEGER NOT NULL CHECK (grp BETWEEN 0 AND 4),
    follows INTEGER NOT NULL CHECK (follows BETWEEN 0 AND 2),
    cost_type INTEGER NOT NULL CHECK (cost_type BETWEEN 0 AND 8),
    insats_id INTEGER REFERENCES insats,
    member_id INTEGER REFERENCES member,
    inhabitants INTEGER CHECK (inhabitants >= 0),
    note TEXT NOT NULL,
    PRIMARY KEY (plan_id, part, position),
    CHECK ((part = 1) = (grp > 0)),
    CHECK (part = 1 OR follows = 0),
    CHECK (part = 2 OR insats_id IS NULL),
    CHECK ((part = 3) = (member_id IS NOT NULL)),
    CHECK (part = 3 OR inhabitants IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_amount (
    plan_id INTEGER NOT NULL,
    part INTEGER NOT NULL,
    position INTEGER NOT NULL,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2210),
    amount INTEGER NOT NULL,
    PRIMARY KEY (plan_id, part, position, year),
    FOREIGN KEY (plan_id, part, position) REFERENCES plan_row
) STRICT, WITHOUT ROWID;

-- Sums as the paper has them; sum: the place in domain's list, from 1.
CREATE TABLE plan_stated (
    plan_id INTEGER NOT NULL REFERENCES plan,
    sum INTEGER NOT NULL CHECK (sum BETWEEN 1 AND 7),
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2210),
    amount INTEGER NOT NULL,
    PRIMARY KEY (plan_id, sum, year)
) STRICT, WITHOUT ROWID;

-- Balanskravsjusteringar of a year (lag 2018:597, 11 kap. 10 §).
CREATE TABLE balance_adjustment (
    association_id INTEGER NOT NULL REFERENCES association,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    position INTEGER NOT NULL CHECK (position >= 0),
    label TEXT NOT NULL CHECK (label <> ''),
    amount INTEGER NOT NULL CHECK (amount <> 0),
    source TEXT NOT NULL CHECK (source <> ''),
    PRIMARY KEY (association_id, year, position)
) STRICT, WITHOUT ROWID;

INSERT INTO plan (association_id, first_year, span, number, state, source, section, opening_source, revision)
SELECT association_id, year, 1, version_number,
       CASE version WHEN 'beslutad' THEN 3 WHEN 'reviderad' THEN 4 ELSE 1 END, source, '', '', 1
FROM budget;

INSERT INTO plan (association_id, first_year, span, number, state, source, section, opening_source, revision)
SELECT DISTINCT b.association_id, b.year, 1, 1, 3, '', '', '', 1 FROM insats_budget b
WHERE NOT EXISTS (SELECT 1 FROM budget o WHERE o.association_id = b.association_id AND o.year = b.year);

INSERT INTO plan_row (plan_id, part, position, label, grp, follows, cost_type, note)
SELECT p.id, 1, l.position, l.label, l.grp, 0, 0, ''
FROM budget_line l JOIN budget b ON b.id = l.budget_id
JOIN plan p ON p.association_id = b.association_id AND p.first_year = b.year AND p.number = b.version_number;

INSERT INTO plan_amount (plan_id, part, position, year, amount)
SELECT p.id, 1, l.position, b.year, l.amount
FROM budget_line l JOIN budget b ON b.id = l.budget_id
JOIN plan p ON p.association_id = b.association_id AND p.first_year = b.year AND p.number = b.version_number;

-- The newest insats budgets of a year belong to each of its versions: they held beside all of them.
INSERT INTO plan_row (plan_id, part, position, label, grp, follows, cost_type, insats_id, note)
SELECT p.id, 2, b.position, b.label, 0, 0, 0, b.insats_id, ''
FROM insats_budget b JOIN plan p ON p.association_id = b.association_id AND p.first_year = b.year
WHERE b.version_number = (SELECT MAX(n.version_number) FROM insats_budget n
      WHERE n.association_id = b.association_id AND n.year = b.year);

INSERT INTO plan_amount (plan_id, part, position, year, amount)
SELECT p.id, 2, b.position, b.year, b.amount
FROM insats_budget b JOIN plan p ON p.association_id = b.association_id AND p.first_year = b.year
WHERE b.version_number = (SELECT MAX(n.version_number) FROM insats_budget n
      WHERE n.association_id = b.association_id AND n.year = b.year);

DROP TABLE insats_budget;
DROP TABLE budget_line;
DROP TABLE budget;

-- What is decided stays: a change is a new version.
CREATE TRIGGER plan_locked BEFORE UPDATE ON plan WHEN OLD.state >= 3
BEGIN SELECT RAISE(ABORT, 'a decided plan is locked'); END;
CREATE TRIGGER plan_kept BEFORE DELETE ON plan WHEN OLD.state >= 3
BEGIN SELECT RAISE(ABORT, 'a decided plan is locked'); END;
CREATE TRIGGER plan_row_locked BEFORE UPDATE ON plan_row
WHEN (SELECT state FROM plan WHERE id = OLD.plan_id) >= 3
BEGIN SELECT RAISE(ABORT, 'a decided plan is locked'); END;
CREATE TRIGGER plan_row_kept BEFORE DELETE ON plan_row
WHEN (SELECT state FROM plan WHERE id = OLD.plan_id) >= 3
BEGIN SELECT RAISE(ABORT, 'a decided plan is locked'); END;
CREATE TRIGGER plan_row_closed BEFORE INSERT ON plan_row
WHEN (SELECT state FROM plan WHERE id = NEW.plan_id) >= 3
BEGIN SELECT RAISE(ABORT, 'a decided plan is locked'); END;
CREATE TRIGGER plan_amount_locked BEFORE UPDATE ON plan_amount
WHEN (SELECT state FROM plan WHERE id = OLD.plan_id) >= 3
BEGIN SELECT RAISE(ABORT, 'a decided plan is locked'); END;
CREATE TRIGGER plan_amount_kept BEFORE DELETE ON plan_amount
WHEN (SELECT state FROM plan WHERE id = OLD.plan_id) >= 3
BEGIN SELECT RAISE(ABORT, 'a decided plan is locked'); END;
CREATE TRIGGER plan_amount_closed BEFORE INSERT ON plan_amount
WHEN (SELECT state FROM plan WHERE id = NEW.plan_id) >= 3
BEGIN SELECT RAISE(ABORT, 'a decided plan is locked'); END;
