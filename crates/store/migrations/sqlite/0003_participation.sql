-- Coded rows without identity. support_*: one base-5 digit per support (0 no, 1 to 4 quarters of
-- full degree), support code 1 lowest; occupation_*: one base-101 digit per occupation (per cent).
-- One scan of this table feeds every count. An anonymous record has sex and start year only.
CREATE TABLE participation (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    insats_id INTEGER NOT NULL REFERENCES insats,
    reference TEXT CHECK (reference <> ''),
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    sex INTEGER NOT NULL CHECK (sex BETWEEN 0 AND 2),
    birth_year INTEGER CHECK (birth_year BETWEEN 1900 AND 2100),
    entry TEXT NOT NULL CHECK (date(entry) IS entry),
    referred_by INTEGER NOT NULL CHECK (referred_by BETWEEN 0 AND 5),
    education INTEGER NOT NULL CHECK (education BETWEEN 0 AND 6),
    support_time INTEGER NOT NULL CHECK (support_time BETWEEN 0 AND 6),
    support_before INTEGER NOT NULL CHECK (support_before BETWEEN 0 AND 9765624),
    occupation_before INTEGER NOT NULL CHECK (occupation_before BETWEEN 0 AND 10510100500),
    exit_date TEXT CHECK (date(exit_date) IS exit_date),
    exit_reason INTEGER NOT NULL CHECK (exit_reason BETWEEN 0 AND 6),
    support_after INTEGER NOT NULL CHECK (support_after BETWEEN 0 AND 9765624),
    occupation_after INTEGER NOT NULL CHECK (occupation_after BETWEEN 0 AND 10510100500),
    constructed INTEGER NOT NULL CHECK (constructed IN (0, 1)),
    UNIQUE (insats_id, reference),
    CHECK (exit_date >= entry),
    CHECK (exit_date IS NOT NULL OR (exit_reason = 0 AND support_after = 0 AND occupation_after = 0)),
    CHECK (birth_year < CAST(substr(entry, 1, 4) AS INTEGER)),
    CHECK (NOT anonymous OR (reference IS NULL AND birth_year IS NULL AND substr(entry, 6) = '01-01'
        AND referred_by = 0 AND education = 0 AND support_time = 0 AND support_before = 0
        AND occupation_before = 0 AND exit_reason IN (0, 6) AND support_after = 0 AND occupation_after = 0))
) STRICT;

-- How many consultations a month; insats is absent for the association's own teams.
CREATE TABLE consultation (
    association_id INTEGER NOT NULL REFERENCES association,
    insats_id INTEGER,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    count INTEGER NOT NULL CHECK (count >= 0),
    FOREIGN KEY (association_id, insats_id) REFERENCES insats (association_id, id)
) STRICT;
CREATE UNIQUE INDEX consultation_month ON consultation (association_id, year, month, coalesce(insats_id, 0));
