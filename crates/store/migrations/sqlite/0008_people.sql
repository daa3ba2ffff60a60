-- The huvudmän that run insatser, the teams that take referrals, and roles held for one team.
-- A huvudman is controller of its participants' data: every participation carries one.
CREATE TABLE principal (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    name TEXT NOT NULL CHECK (name <> ''),
    UNIQUE (association_id, name),
    UNIQUE (association_id, id)
) STRICT;

ALTER TABLE insats ADD COLUMN principal_id INTEGER REFERENCES principal;

CREATE TABLE team (
    id INTEGER PRIMARY KEY,
    association_id INTEGER NOT NULL REFERENCES association,
    position INTEGER NOT NULL,
    slug TEXT NOT NULL CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    UNIQUE (association_id, slug),
    UNIQUE (association_id, name),
    UNIQUE (association_id, id)
) STRICT;

CREATE TABLE team_municipality (
    team_id INTEGER NOT NULL REFERENCES team,
    position INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    PRIMARY KEY (team_id, position)
) STRICT;

-- Role 5 is held for one team.
ALTER TABLE role_assignment ADD COLUMN team_id INTEGER REFERENCES team CHECK ((role = 5) = (team_id IS NOT NULL));
DROP INDEX role_assignment_once;
CREATE UNIQUE INDEX role_assignment_once ON role_assignment
    (user_id, association_id, role, coalesce(insats_id, 0), coalesce(team_id, 0), valid_from);
