-- Tokens of a team, for referrals. scopes: 16 read referrals, 32 write them; the rest as before. Figures belong
-- to the association, referrals to a team, everything else to one insats, and no token to two of them.
ALTER TABLE api_token
    ADD COLUMN team_id BIGINT,
    DROP CONSTRAINT api_token_scopes_check,
    DROP CONSTRAINT api_token_check1,
    ADD FOREIGN KEY (association_id, team_id) REFERENCES team (association_id, id),
    ADD CHECK (scopes BETWEEN 1 AND 63),
    ADD CHECK (insats_id IS NULL OR team_id IS NULL),
    ADD CHECK (insats_id IS NULL OR (scopes & 52) = 0),
    ADD CHECK (team_id IS NULL OR (scopes & 15) = 0),
    ADD CHECK ((insats_id IS NULL AND team_id IS NULL) = (scopes = 4));

-- Raised each time who took part is saved. A referral needs none: its steps and consultations are counted.
ALTER TABLE team_meeting ADD COLUMN version BIGINT NOT NULL DEFAULT 1 CHECK (version >= 1);
