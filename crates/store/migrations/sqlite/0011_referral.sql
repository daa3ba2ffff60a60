-- Referrals to teams, their meetings and what they came to. No identity: a local reference and codes.

-- Codes with the days they may be chosen; an association without rows uses the standard lists.
CREATE TABLE code_list (
    association_id INTEGER NOT NULL REFERENCES association,
    list TEXT NOT NULL CHECK (list IN ('behov', 'aterlamning', 'avbojd')),
    position INTEGER NOT NULL,
    code TEXT NOT NULL CHECK (code <> ''),
    label TEXT NOT NULL CHECK (label <> ''),
    valid_from TEXT NOT NULL CHECK (date(valid_from) IS valid_from),
    valid_to TEXT CHECK (date(valid_to) IS valid_to),
    PRIMARY KEY (association_id, list, code, valid_from),
    CHECK (valid_to >= valid_from)
) STRICT;

-- Units that send to a team: functions, never persons.
CREATE TABLE sender_unit (
    id INTEGER PRIMARY KEY,
    team_id INTEGER NOT NULL REFERENCES team,
    authority INTEGER NOT NULL CHECK (authority BETWEEN 1 AND 5),
    name TEXT NOT NULL CHECK (name <> ''),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    UNIQUE (team_id, authority, name),
    UNIQUE (team_id, id)
) STRICT;

-- The stage is computed from the days.
CREATE TABLE referral (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    team_id INTEGER NOT NULL REFERENCES team,
    unit_id INTEGER NOT NULL,
    reference TEXT NOT NULL CHECK (reference <> ''),
    need TEXT NOT NULL CHECK (need <> ''),
    municipality TEXT CHECK (municipality <> ''),
    received TEXT NOT NULL CHECK (date(received) IS received),
    accepted TEXT CHECK (date(accepted) IS accepted),
    returned TEXT CHECK (date(returned) IS returned),
    return_reason TEXT CHECK (return_reason <> ''),
    withdrawn TEXT CHECK (date(withdrawn) IS withdrawn),
    answered TEXT CHECK (date(answered) IS answered),
    FOREIGN KEY (team_id, unit_id) REFERENCES sender_unit (team_id, id),
    UNIQUE (team_id, reference),
    UNIQUE (team_id, id),
    CHECK (accepted >= received),
    CHECK (returned >= coalesce(accepted, received)),
    CHECK (withdrawn >= coalesce(accepted, received)),
    CHECK (answered >= accepted),
    CHECK (answered IS NULL OR accepted IS NOT NULL),
    CHECK ((returned IS NULL) = (return_reason IS NULL)),
    CHECK ((returned IS NOT NULL) + (withdrawn IS NOT NULL) + (answered IS NOT NULL) <= 1)
) STRICT;

CREATE TABLE team_meeting (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    team_id INTEGER NOT NULL REFERENCES team,
    held TEXT NOT NULL CHECK (date(held) IS held),
    social_insurance INTEGER NOT NULL CHECK (social_insurance IN (0, 1)),
    employment_service INTEGER NOT NULL CHECK (employment_service IN (0, 1)),
    region INTEGER NOT NULL CHECK (region IN (0, 1)),
    municipality INTEGER NOT NULL CHECK (municipality IN (0, 1)),
    UNIQUE (team_id, held),
    UNIQUE (team_id, id)
) STRICT;

-- A team's treatment of a referral, or of a question without one; of the same team as both.
CREATE TABLE team_consultation (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    team_id INTEGER NOT NULL REFERENCES team,
    meeting_id INTEGER NOT NULL,
    referral_id INTEGER,
    FOREIGN KEY (team_id, meeting_id) REFERENCES team_meeting (team_id, id),
    FOREIGN KEY (team_id, referral_id) REFERENCES referral (team_id, id),
    UNIQUE (meeting_id, referral_id)
) STRICT;
CREATE INDEX team_consultation_referral ON team_consultation (referral_id);

-- kind: 1 an insats, 2 advice, 3 another actor, 4 wait, 5 declined with a reason.
CREATE TABLE recommendation (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (public_id <> ''),
    consultation_id INTEGER NOT NULL UNIQUE REFERENCES team_consultation,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5),
    insats_id INTEGER REFERENCES insats,
    reason TEXT CHECK (reason <> ''),
    given TEXT NOT NULL CHECK (date(given) IS given),
    CHECK ((kind = 1) = (insats_id IS NOT NULL)),
    CHECK ((kind = 5) = (reason IS NOT NULL))
) STRICT;

-- What became of a recommendation to begin in an insats: a participation, whose key goes when consent
-- is withdrawn, or a coded reason.
CREATE TABLE recommendation_taken (
    recommendation_id INTEGER NOT NULL PRIMARY KEY REFERENCES recommendation,
    taken TEXT NOT NULL CHECK (date(taken) IS taken),
    participation TEXT CHECK (participation <> ''),
    reason TEXT CHECK (reason <> ''),
    CHECK (participation IS NULL OR reason IS NULL)
) STRICT;
CREATE UNIQUE INDEX recommendation_taken_participation ON recommendation_taken (participation);

-- A month's number may be one team's, for months before it registered consultations one by one.
ALTER TABLE consultation ADD COLUMN team_id INTEGER REFERENCES team CHECK (team_id IS NULL OR insats_id IS NULL);
DROP INDEX consultation_month;
CREATE UNIQUE INDEX consultation_month
    ON consultation (association_id, year, month, coalesce(insats_id, 0), coalesce(team_id, 0));
