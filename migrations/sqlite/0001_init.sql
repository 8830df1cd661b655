-- The whole model. Times are RFC 3339 UTC text written by one writer library, so they sort; JSON is text.
-- The same tables and columns will exist on PostgreSQL; keep the SQL of src/store to what both understand.

CREATE TABLE article (
    id         TEXT PRIMARY KEY,
    title      TEXT NOT NULL,
    url        TEXT,
    published  TEXT,
    author     TEXT,
    publisher  TEXT,
    language   TEXT,
    created_at TEXT NOT NULL
) STRICT;

-- Its text as it was read; a changed text is a version of its own.
CREATE TABLE article_text (
    article_id TEXT NOT NULL REFERENCES article (id),
    version    INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    body       TEXT NOT NULL,
    added_at   TEXT NOT NULL,
    PRIMARY KEY (article_id, version)
) STRICT;
CREATE INDEX article_text_sha256 ON article_text (sha256);

-- One row a claim: what can change without a new version.
CREATE TABLE claim (
    id                TEXT PRIMARY KEY,
    status            TEXT NOT NULL,
    outcome           TEXT NOT NULL,
    article_id        TEXT REFERENCES article (id),
    version           INTEGER NOT NULL,
    correction_owed   INTEGER NOT NULL DEFAULT 0,
    created_at        TEXT NOT NULL,
    last_confirmed_at TEXT
) STRICT;

-- Its wordings and slots; never overwritten.
CREATE TABLE claim_version (
    claim_id   TEXT NOT NULL REFERENCES claim (id),
    version    INTEGER NOT NULL,
    body       TEXT NOT NULL,              -- the claim as in claims.toml, as JSON
    as_of      TEXT,                        -- renewed when a person confirms the claim
    due_on     TEXT,                        -- the last day of its deadline
    priority   INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (claim_id, version)
) STRICT;

-- Where an article states a claim: TextQuoteSelector and TextPositionSelector of the W3C.
CREATE TABLE anchor (
    claim_id   TEXT PRIMARY KEY REFERENCES claim (id),
    article_id TEXT NOT NULL,
    version    INTEGER NOT NULL,
    exact      TEXT NOT NULL,
    prefix     TEXT NOT NULL,
    suffix     TEXT NOT NULL,
    from_char  INTEGER NOT NULL,            -- Unicode scalar values
    to_char    INTEGER NOT NULL,            -- exclusive
    FOREIGN KEY (article_id, version) REFERENCES article_text (article_id, version)
) STRICT;
CREATE INDEX anchor_article ON anchor (article_id);

CREATE TABLE rating_scale (
    word  TEXT PRIMARY KEY,
    score INTEGER,                          -- 1 to 5, null for the unscored
    label_en TEXT NOT NULL,
    label_zh TEXT NOT NULL
) STRICT;

INSERT INTO rating_scale (word, score, label_en, label_zh) VALUES
    ('false', 1, 'False', '错误'),
    ('mostly_false', 2, 'Mostly false', '大部分错误'),
    ('half_true', 3, 'Half true', '半对半错'),
    ('mostly_true', 4, 'Mostly true', '大部分属实'),
    ('true', 5, 'True', '属实'),
    ('unrated', NULL, 'Unrated', '未评级'),
    ('unverifiable', NULL, 'Unverifiable', '无法核实'),
    ('outdated', NULL, 'Outdated', '已过时'),
    ('not_checkable', NULL, 'Not checkable', '不可核查');

CREATE INDEX claim_due ON claim_version (due_on) WHERE due_on IS NOT NULL;

-- Append-only; the newest row of a version counts.
CREATE TABLE rating (
    id       INTEGER PRIMARY KEY,
    claim_id TEXT NOT NULL,
    version  INTEGER NOT NULL,
    rating   TEXT NOT NULL REFERENCES rating_scale (word),
    reason   TEXT,
    actor    TEXT NOT NULL,
    at       TEXT NOT NULL,
    FOREIGN KEY (claim_id, version) REFERENCES claim_version (claim_id, version)
) STRICT;
CREATE INDEX rating_claim ON rating (claim_id, version, id);

CREATE TABLE source (
    id                   TEXT PRIMARY KEY,
    url                  TEXT NOT NULL,
    kind                 TEXT,
    title                TEXT,
    tier                 TEXT NOT NULL,
    enabled              INTEGER NOT NULL,
    settings             TEXT NOT NULL,     -- the entry of sources.toml without secrets, as JSON
    reading              TEXT NOT NULL,     -- hash of what decides how bytes are read: a change voids the validators
    retired_at           TEXT,
    health               TEXT NOT NULL,
    health_reason        TEXT,
    health_since         TEXT,
    health_pinned        INTEGER NOT NULL DEFAULT 0,
    next_due_at          TEXT NOT NULL,
    lease_owner          TEXT,
    lease_until          TEXT,
    last_attempt_at      TEXT,
    last_success_at      TEXT,
    failures             INTEGER NOT NULL DEFAULT 0,   -- failing checks in a row
    failing_since        TEXT,
    gone_since           TEXT,              -- first 404 or 410 in a row
    etag                 TEXT,              -- the server's own strings, sent back as they came
    last_modified        TEXT,
    checks_since_full    INTEGER NOT NULL DEFAULT 0,
    baseline_id          INTEGER,           -- the last good capture
    suspect_id           INTEGER            -- a capture that lost most of its text and waits for a second fetch
) STRICT;
CREATE INDEX source_due ON source (next_due_at) WHERE enabled = 1 AND retired_at IS NULL;

-- The entities of sources.toml, so that commands without a config know the aliases.
CREATE TABLE entity (
    place INTEGER PRIMARY KEY,
    names TEXT NOT NULL                     -- all names, as a JSON array
) STRICT;

-- What a successful fetch brought; write-once. The bytes are in the archive.
CREATE TABLE capture (
    id            INTEGER PRIMARY KEY,
    source_id     TEXT NOT NULL REFERENCES source (id),
    fetched_at    TEXT NOT NULL,
    url           TEXT NOT NULL,
    status        INTEGER NOT NULL,
    content_type  TEXT,
    state         TEXT NOT NULL,            -- good, suspect, refused
    state_reason  TEXT,
    reading       TEXT NOT NULL,            -- as in source: how the bytes were read
    raw_sha256    TEXT NOT NULL,            -- of the body as received
    text_sha256   TEXT,                     -- of the main text; null when nothing could be read
    title         TEXT,
    lang          TEXT,
    published_at  TEXT,
    warc_file     TEXT NOT NULL,
    warc_offset   INTEGER NOT NULL,
    warc_length   INTEGER NOT NULL,
    warc_record   TEXT NOT NULL,
    warc_sha256   TEXT NOT NULL             -- of the record as it lies in the file
) STRICT;
CREATE INDEX capture_source ON capture (source_id, id);

-- The extracted document of captures, once a text.
CREATE TABLE capture_text (
    text_sha256 TEXT PRIMARY KEY,
    document    BLOB NOT NULL               -- gzip of the document as JSON
) STRICT;

-- One row a fetch, whatever came of it.
CREATE TABLE poll (
    id          INTEGER PRIMARY KEY,
    source_id   TEXT NOT NULL REFERENCES source (id),
    at          TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    status      INTEGER,
    error       TEXT,
    changed     INTEGER NOT NULL,           -- passages that changed
    flags       INTEGER NOT NULL,           -- flags raised
    capture_id  INTEGER REFERENCES capture (id),
    warc_file   TEXT,                       -- of the revisit record
    warc_offset INTEGER,
    millis      INTEGER NOT NULL,
    polls       INTEGER NOT NULL DEFAULT 1  -- how many polls of one day the row stands for
) STRICT;
CREATE INDEX poll_at ON poll (at);
CREATE INDEX poll_source ON poll (source_id, id);

CREATE TABLE change (
    id             INTEGER PRIMARY KEY,
    source_id      TEXT NOT NULL REFERENCES source (id),
    before_capture INTEGER REFERENCES capture (id),
    after_capture  INTEGER NOT NULL REFERENCES capture (id),
    before_text    TEXT,
    after_text     TEXT,
    path           TEXT NOT NULL,
    entry          TEXT,
    published_at   TEXT                     -- the date that the passage's own entry states
) STRICT;

CREATE TABLE flag (
    id            INTEGER PRIMARY KEY,
    claim_id      TEXT NOT NULL REFERENCES claim (id),
    claim_version INTEGER NOT NULL,
    source_id     TEXT REFERENCES source (id), -- null: a deadline passed, no source said so
    change_id     INTEGER REFERENCES change (id),
    relation      TEXT NOT NULL,
    detail        TEXT NOT NULL,
    state         TEXT NOT NULL,
    state_reason  TEXT,
    before_text   TEXT,
    after_text    TEXT,
    fingerprint   TEXT NOT NULL,            -- of the passage, folded, or the deadline's day
    old_value     TEXT,
    new_value     TEXT,
    score         REAL NOT NULL,
    reasons       TEXT NOT NULL,
    merged_into   INTEGER REFERENCES flag (id),
    deferred_until TEXT,
    created_at    TEXT NOT NULL,
    announced_at  TEXT                      -- the outbox: null until its notice has left
) STRICT;
CREATE INDEX flag_state ON flag (state, id);
CREATE INDEX flag_claim ON flag (claim_id, state);
CREATE INDEX flag_source ON flag (source_id, state);
CREATE INDEX flag_outbox ON flag (id) WHERE announced_at IS NULL;

-- Append-only: an undo is another decision.
CREATE TABLE decision (
    id       INTEGER PRIMARY KEY,
    flag_id  INTEGER NOT NULL REFERENCES flag (id),
    verdict  TEXT NOT NULL,                 -- a word of the design, or undo
    reason   TEXT,
    effects  TEXT NOT NULL,                 -- what it moved, as JSON, so that undo can move it back
    undoes   INTEGER REFERENCES decision (id),
    actor    TEXT NOT NULL,
    at       TEXT NOT NULL
) STRICT;
CREATE INDEX decision_flag ON decision (flag_id, id);

CREATE TABLE evidence (
    id            INTEGER PRIMARY KEY,
    claim_id      TEXT NOT NULL REFERENCES claim (id),
    claim_version INTEGER NOT NULL,
    source_id     TEXT NOT NULL REFERENCES source (id),
    capture_id    INTEGER NOT NULL REFERENCES capture (id),
    stance        TEXT NOT NULL,
    passage       TEXT NOT NULL,
    path          TEXT NOT NULL,
    fingerprint   TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    retracted_at  TEXT,
    UNIQUE (claim_id, claim_version, source_id, fingerprint)
) STRICT;
CREATE INDEX evidence_source ON evidence (source_id);

-- What a person wants to hear no more of for a claim: a dismissed passage with its near-duplicates, or a pattern.
CREATE TABLE mute (
    id          INTEGER PRIMARY KEY,
    claim_id    TEXT NOT NULL REFERENCES claim (id),
    passage     TEXT,
    pattern     TEXT,
    reason      TEXT,
    flag_id     INTEGER REFERENCES flag (id),
    actor       TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    lifted_at   TEXT,
    CHECK ((passage IS NULL) <> (pattern IS NULL))
) STRICT;
CREATE INDEX mute_claim ON mute (claim_id) WHERE lifted_at IS NULL;

-- Append-only and hash-chained: hash = SHA-256 over the previous hash and this row.
CREATE TABLE event (
    seq       INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    actor     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    subject   TEXT NOT NULL,                -- claim:ID, flag:ID, source:ID, article:ID, capture:ID
    data      TEXT NOT NULL,
    reason    TEXT,
    tool      TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash      TEXT NOT NULL
) STRICT;
CREATE INDEX event_subject ON event (subject, seq);
CREATE INDEX event_kind ON event (kind, seq);
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
