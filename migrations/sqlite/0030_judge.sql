-- The optional judge: how much it was asked, and what it answered.

CREATE TABLE judge_day (
    day   TEXT PRIMARY KEY,                 -- in the service's time zone
    asked INTEGER NOT NULL                  -- questions; those that never left are given back
) STRICT;

CREATE TABLE judge_answer (
    question      TEXT PRIMARY KEY,         -- hash of model, claim, passage before and after
    claim_id      TEXT NOT NULL REFERENCES claim (id),
    claim_version INTEGER NOT NULL,
    opinion       TEXT,                     -- as JSON; null: what it said was of no use
    at            TEXT NOT NULL
) STRICT;
CREATE INDEX judge_answer_at ON judge_answer (at);
