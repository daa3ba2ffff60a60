-- What has left the insatser: a table decided later is held against it. No count is kept of a
-- withheld cell. Beside it what an insats is in the words that the national follow-up asks for.
CREATE TABLE published_cell (
    association_id BIGINT NOT NULL REFERENCES association,
    measure TEXT NOT NULL CHECK (measure <> ''),
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    scope TEXT NOT NULL CHECK (scope LIKE '{%}'),
    count BIGINT CHECK (count >= 0),
    first_at BIGINT NOT NULL,
    PRIMARY KEY (association_id, measure, period_from, period_to, scope),
    CHECK (period_from <= period_to)
);

CREATE TABLE insats_detail (
    insats_id BIGINT PRIMARY KEY REFERENCES insats,
    direction TEXT NOT NULL,
    precisely TEXT NOT NULL,
    target_group TEXT NOT NULL,
    esf BOOLEAN,
    first_day DATE,
    last_day DATE,
    CHECK (first_day <= last_day)
);
