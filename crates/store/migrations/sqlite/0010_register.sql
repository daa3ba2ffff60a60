-- Participations from entry to follow-up. Every row carries its huvudman; what is linked to a
-- participation is keyed by its id. Codes are those of domain::codes and domain::participation; 0 is
-- none. No column holds a name, a number of a person or free text about one.
INSERT INTO principal (association_id, name)
SELECT DISTINCT i.association_id, CASE WHEN i.principal = '' THEN 'Huvudman ej angiven' ELSE i.principal END
FROM insats i
WHERE i.principal_id IS NULL AND EXISTS (SELECT 1 FROM participation p WHERE p.insats_id = i.id)
ON CONFLICT (association_id, name) DO NOTHING;
UPDATE insats SET principal_id = (
    SELECT p.id FROM principal p WHERE p.association_id = insats.association_id
    AND p.name = CASE WHEN insats.principal = '' THEN 'Huvudman ej angiven' ELSE insats.principal END)
WHERE principal_id IS NULL AND EXISTS (SELECT 1 FROM participation p WHERE p.insats_id = insats.id);

-- An insats's own labels at exit, each counted as one of the common reasons.
CREATE TABLE exit_label (
    id INTEGER PRIMARY KEY,
    insats_id INTEGER NOT NULL REFERENCES insats,
    slug TEXT NOT NULL CHECK (slug <> ''),
    label TEXT NOT NULL CHECK (label <> ''),
    reason INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 5),
    valid_from TEXT NOT NULL CHECK (date(valid_from) IS valid_from),
    valid_to TEXT CHECK (date(valid_to) IS valid_to),
    UNIQUE (insats_id, slug),
    UNIQUE (insats_id, id),
    CHECK (valid_to >= valid_from)
) STRICT;

-- stage: 1 granted, 2 introduction group, 3 participating; entry is the day the stage began.
CREATE TABLE participation_new (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    insats_id INTEGER NOT NULL REFERENCES insats,
    principal_id INTEGER NOT NULL REFERENCES principal,
    reference TEXT CHECK (reference <> ''),
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    stage INTEGER NOT NULL DEFAULT 3 CHECK (stage BETWEEN 1 AND 3),
    sex INTEGER NOT NULL CHECK (sex BETWEEN 0 AND 2),
    birth_year INTEGER CHECK (birth_year BETWEEN 1900 AND 2100),
    municipality TEXT CHECK (municipality <> ''),
    pseudonym TEXT CHECK (length(pseudonym) = 64),
    pseudonym_version INTEGER CHECK (pseudonym_version >= 1),
    entry TEXT NOT NULL CHECK (date(entry) IS entry),
    granted_on TEXT CHECK (date(granted_on) IS granted_on),
    introduced_on TEXT CHECK (date(introduced_on) IS introduced_on),
    referred_by INTEGER NOT NULL CHECK (referred_by BETWEEN 0 AND 5),
    education INTEGER NOT NULL CHECK (education BETWEEN 0 AND 6),
    support_time INTEGER NOT NULL CHECK (support_time BETWEEN 0 AND 6),
    support_before INTEGER NOT NULL CHECK (support_before BETWEEN 0 AND 9765624),
    occupation_before INTEGER NOT NULL CHECK (occupation_before BETWEEN 0 AND 10510100500),
    age_reason INTEGER NOT NULL DEFAULT 0 CHECK (age_reason BETWEEN 0 AND 4),
    excess_before INTEGER NOT NULL DEFAULT 0 CHECK (excess_before BETWEEN 0 AND 3),
    exit_date TEXT CHECK (date(exit_date) IS exit_date),
    exit_reason INTEGER NOT NULL CHECK (exit_reason BETWEEN 0 AND 6),
    exit_label_id INTEGER,
    support_after INTEGER NOT NULL CHECK (support_after BETWEEN 0 AND 9765624),
    occupation_after INTEGER NOT NULL CHECK (occupation_after BETWEEN 0 AND 10510100500),
    excess_after INTEGER NOT NULL DEFAULT 0 CHECK (excess_after BETWEEN 0 AND 3),
    reversed_on TEXT CHECK (date(reversed_on) IS reversed_on),
    reversal_reason INTEGER NOT NULL DEFAULT 0 CHECK (reversal_reason BETWEEN 0 AND 5),
    transferred_from INTEGER REFERENCES participation_new,
    constructed INTEGER NOT NULL CHECK (constructed IN (0, 1)),
    version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
    changed_at INTEGER NOT NULL DEFAULT 0,
    changed_by TEXT NOT NULL DEFAULT 'system',
    FOREIGN KEY (insats_id, exit_label_id) REFERENCES exit_label (insats_id, id),
    CHECK (exit_date >= entry),
    CHECK (exit_date IS NOT NULL OR (exit_reason = 0 AND support_after = 0 AND occupation_after = 0)),
    CHECK (birth_year < CAST(substr(entry, 1, 4) AS INTEGER)),
    CHECK ((pseudonym IS NULL) = (pseudonym_version IS NULL)),
    CHECK (reversed_on IS NULL OR exit_reason = 6),
    CHECK (granted_on <= entry),
    CHECK (introduced_on <= entry),
    CHECK (NOT anonymous OR (reference IS NULL AND birth_year IS NULL AND substr(entry, 6) = '01-01'
        AND referred_by = 0 AND education = 0 AND support_time = 0 AND support_before = 0
        AND occupation_before = 0 AND exit_reason IN (0, 6) AND support_after = 0 AND occupation_after = 0)),
    CHECK (NOT anonymous OR (stage = 3 AND municipality IS NULL AND pseudonym IS NULL AND granted_on IS NULL
        AND introduced_on IS NULL AND age_reason = 0 AND excess_before = 0 AND excess_after = 0
        AND exit_label_id IS NULL AND transferred_from IS NULL))
) STRICT;
INSERT INTO participation_new (id, public_id, insats_id, principal_id, reference, anonymous, sex, birth_year, entry,
    referred_by, education, support_time, support_before, occupation_before, exit_date, exit_reason, support_after,
    occupation_after, constructed)
SELECT p.id, p.public_id, p.insats_id, i.principal_id, p.reference, p.anonymous, p.sex, p.birth_year, p.entry,
    p.referred_by, p.education, p.support_time, p.support_before, p.occupation_before, p.exit_date, p.exit_reason,
    p.support_after, p.occupation_after, p.constructed
FROM participation p JOIN insats i ON i.id = p.insats_id;
DROP TABLE participation;
ALTER TABLE participation_new RENAME TO participation;
CREATE INDEX participation_insats ON participation (insats_id, entry);
-- The same person, or the same reference, is open in an insats once.
CREATE UNIQUE INDEX participation_open_reference ON participation (insats_id, reference) WHERE exit_date IS NULL;
CREATE UNIQUE INDEX participation_open_person ON participation (insats_id, pseudonym) WHERE exit_date IS NULL;
CREATE INDEX participation_person ON participation (principal_id, pseudonym) WHERE pseudonym IS NOT NULL;
CREATE INDEX participation_transfer ON participation (transferred_from) WHERE transferred_from IS NOT NULL;

CREATE TABLE participation_consent (
    participation_id INTEGER NOT NULL PRIMARY KEY REFERENCES participation,
    form_version TEXT NOT NULL CHECK (form_version <> ''),
    language INTEGER NOT NULL CHECK (language BETWEEN 1 AND 11),
    given TEXT NOT NULL CHECK (date(given) IS given),
    document TEXT NOT NULL
) STRICT;

-- Why a field of a participation is missing.
CREATE TABLE participation_missing (
    participation_id INTEGER NOT NULL REFERENCES participation,
    field INTEGER NOT NULL CHECK (field BETWEEN 1 AND 11),
    reason INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 5),
    PRIMARY KEY (participation_id, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE participation_goal (
    participation_id INTEGER NOT NULL REFERENCES participation,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 12),
    parent INTEGER CHECK (parent BETWEEN 1 AND 12 AND parent <> number),
    area INTEGER NOT NULL CHECK (area BETWEEN 1 AND 12),
    set_on TEXT NOT NULL CHECK (date(set_on) IS set_on),
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 4),
    status_on TEXT CHECK (date(status_on) IS status_on),
    PRIMARY KEY (participation_id, number),
    CHECK (status_on >= set_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE participation_activity (
    participation_id INTEGER NOT NULL REFERENCES participation,
    position INTEGER NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 8),
    first_day TEXT NOT NULL CHECK (date(first_day) IS first_day),
    last_day TEXT CHECK (date(last_day) IS last_day),
    hours INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 40),
    PRIMARY KEY (participation_id, position),
    CHECK (last_day >= first_day)
) STRICT, WITHOUT ROWID;

-- Step outcomes at exit, by the key of their list.
CREATE TABLE participation_step (
    participation_id INTEGER NOT NULL REFERENCES participation,
    list TEXT NOT NULL CHECK (list <> ''),
    PRIMARY KEY (participation_id, list)
) STRICT, WITHOUT ROWID;

-- support, occupation: packed as in participation; the missing columns say why there is none.
CREATE TABLE participation_follow_up (
    participation_id INTEGER NOT NULL REFERENCES participation,
    months INTEGER NOT NULL CHECK (months IN (3, 6, 12)),
    made_on TEXT NOT NULL CHECK (date(made_on) IS made_on),
    contact INTEGER NOT NULL CHECK (contact BETWEEN 1 AND 3),
    support INTEGER NOT NULL CHECK (support BETWEEN 0 AND 9765624),
    occupation INTEGER NOT NULL CHECK (occupation BETWEEN 0 AND 10510100500),
    support_missing INTEGER NOT NULL CHECK (support_missing BETWEEN 0 AND 5),
    occupation_missing INTEGER NOT NULL CHECK (occupation_missing BETWEEN 0 AND 5),
    PRIMARY KEY (participation_id, months),
    CHECK (contact = 1 OR (support = 0 AND occupation = 0))
) STRICT, WITHOUT ROWID;

-- rule: 1 work or study, 2 jobseeker, 3 registered. includes: keys of lists, a space between.
CREATE TABLE outcome_list (
    association_id INTEGER NOT NULL REFERENCES association,
    slug TEXT NOT NULL CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    rule INTEGER NOT NULL CHECK (rule BETWEEN 1 AND 3),
    includes TEXT NOT NULL,
    valid_from TEXT NOT NULL CHECK (date(valid_from) IS valid_from),
    valid_to TEXT CHECK (date(valid_to) IS valid_to),
    PRIMARY KEY (association_id, slug),
    CHECK (valid_to >= valid_from)
) STRICT;

-- An insats's own questions. kind: 1 yes or no, 2 scale, 3 choice, 4 number. There is no answer in words.
CREATE TABLE own_question (
    id INTEGER PRIMARY KEY,
    insats_id INTEGER NOT NULL REFERENCES insats,
    slug TEXT NOT NULL CHECK (slug <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    moment INTEGER NOT NULL CHECK (moment BETWEEN 1 AND 4),
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    valid_from TEXT NOT NULL CHECK (date(valid_from) IS valid_from),
    valid_to TEXT CHECK (date(valid_to) IS valid_to),
    UNIQUE (insats_id, slug),
    CHECK (low <= high),
    CHECK (valid_to >= valid_from)
) STRICT;

CREATE TABLE own_choice (
    question_id INTEGER NOT NULL REFERENCES own_question,
    position INTEGER NOT NULL CHECK (position >= 1),
    label TEXT NOT NULL CHECK (label <> ''),
    PRIMARY KEY (question_id, position)
) STRICT;

-- months: 0 at entry, in between and at exit; otherwise of which follow-up.
CREATE TABLE own_answer (
    participation_id INTEGER NOT NULL REFERENCES participation,
    question_id INTEGER NOT NULL REFERENCES own_question,
    months INTEGER NOT NULL CHECK (months IN (0, 3, 6, 12)),
    value INTEGER NOT NULL,
    PRIMARY KEY (participation_id, question_id, months)
) STRICT, WITHOUT ROWID;

-- Keys of pseudonyms per huvudman, sealed under the installation's key. Older versions stay, to match.
CREATE TABLE pseudonym_key (
    principal_id INTEGER NOT NULL REFERENCES principal,
    version INTEGER NOT NULL CHECK (version >= 1),
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (principal_id, version)
) STRICT;

-- A form that is sent twice is answered with what the first sending did.
CREATE TABLE form_receipt (
    token TEXT NOT NULL PRIMARY KEY CHECK (length(token) BETWEEN 16 AND 64),
    actor TEXT NOT NULL,
    result TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX form_receipt_age ON form_receipt (at);
