-- People counted by month and sex, without registration. sex 0: not noted. A month without a row was
-- not counted. The version of a year's sheet tells whether somebody else saved it meanwhile.
CREATE TABLE head_count_sheet (
    insats_id INTEGER NOT NULL REFERENCES insats,
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    version INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (insats_id, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE head_count (
    insats_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    sex INTEGER NOT NULL CHECK (sex BETWEEN 0 AND 2),
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (insats_id, year, month, sex),
    FOREIGN KEY (insats_id, year) REFERENCES head_count_sheet
) STRICT, WITHOUT ROWID;
