-- Follow-up: which accounts and projects belong to which line of the budget, and what somebody chose or
-- entered for a line's year-end. grp: 1 income, 2 financial income, 3 cost, 4 financial cost.
-- profile: 1 even, 2 first month of each quarter, 3 last month of each quarter.
CREATE TABLE budget_rule (
    association_id BIGINT NOT NULL REFERENCES association,
    position BIGINT NOT NULL,
    from_account BIGINT NOT NULL CHECK (from_account > 0),
    to_account BIGINT NOT NULL,
    project TEXT NOT NULL,
    grp SMALLINT NOT NULL CHECK (grp BETWEEN 1 AND 4),
    label TEXT NOT NULL CHECK (label <> ''),
    profile SMALLINT NOT NULL CHECK (profile BETWEEN 1 AND 3),
    PRIMARY KEY (association_id, position),
    CHECK (from_account <= to_account)
);

-- method: 1 remaining plan, 2 pace, 3 entered. amount in öre, only for entered ones. month: the last
-- month of the follow-up it was chosen at; it holds from then on. Nothing here is changed or removed.
CREATE TABLE forecast_choice (
    association_id BIGINT NOT NULL REFERENCES association,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    year BIGINT NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    month SMALLINT NOT NULL CHECK (month BETWEEN 1 AND 12),
    line TEXT NOT NULL CHECK (line LIKE '%:%'),
    method SMALLINT NOT NULL CHECK (method BETWEEN 1 AND 3),
    amount BIGINT,
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 10 AND 500),
    chosen_at BIGINT NOT NULL,
    chosen_by TEXT NOT NULL CHECK (chosen_by <> ''),
    PRIMARY KEY (association_id, seq),
    CHECK ((method = 3) = (amount IS NOT NULL))
);

CREATE TRIGGER forecast_choice_locked BEFORE UPDATE OR DELETE OR TRUNCATE ON forecast_choice
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
