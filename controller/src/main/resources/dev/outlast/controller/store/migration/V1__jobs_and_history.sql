-- Written for SQLite and PostgreSQL. What differs is in ${…} and filled in by the dialect:
--   ${rowid}      type of a 64-bit key that is the row's own address (INTEGER on SQLite, BIGINT elsewhere)
--   ${clustered}  table option that keeps rows in the order of their key (WITHOUT ROWID on SQLite, nothing elsewhere)
-- Times are text of fixed width, 2026-11-21T00:00:00.000000000Z: exact, sortable and readable. Flags are 0 or 1.
-- `batch` is the number of the batch that wrote the row last.

CREATE TABLE leader (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    epoch         BIGINT  NOT NULL,
    last_batch    BIGINT  NOT NULL,
    installation  TEXT    NOT NULL,
    incarnation   INTEGER NOT NULL,
    feature_level INTEGER NOT NULL,
    holder        TEXT    NOT NULL,
    last_job_id   BIGINT  NOT NULL
);

CREATE TABLE specs (
    hash      TEXT   PRIMARY KEY,
    text      TEXT   NOT NULL,
    overrides TEXT   NOT NULL,
    batch     BIGINT NOT NULL
) ${clustered};

CREATE TABLE jobs (
    id            ${rowid} PRIMARY KEY,
    name          TEXT    NOT NULL,
    user_name     TEXT    NOT NULL,
    priority      INTEGER NOT NULL,
    status        TEXT    NOT NULL,
    status_reason TEXT    NOT NULL,
    live          INTEGER NOT NULL,
    recoveries    INTEGER NOT NULL,
    submitted_at  TEXT    NOT NULL,
    started_at    TEXT,
    ended_at      TEXT,
    parked        TEXT    NOT NULL,
    spec_hash     TEXT    NOT NULL REFERENCES specs (hash),
    meta          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    batch         BIGINT  NOT NULL
);

CREATE INDEX jobs_live ON jobs (id) WHERE live = 1;
CREATE INDEX jobs_by_status ON jobs (status, id);
CREATE INDEX jobs_by_name ON jobs (name, id);
CREATE INDEX jobs_by_user ON jobs (user_name, id);
CREATE INDEX jobs_by_user_and_status ON jobs (user_name, status, id);

-- How many jobs there are by status, kept by the transaction that changes the jobs.
CREATE TABLE job_counts (
    status TEXT   PRIMARY KEY,
    jobs   BIGINT NOT NULL
) ${clustered};

CREATE TABLE attempts (
    job_id         BIGINT  NOT NULL REFERENCES jobs (id),
    task           INTEGER NOT NULL,
    attempt        INTEGER NOT NULL,
    provider       TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    zone           TEXT    NOT NULL,
    instance_type  TEXT    NOT NULL,
    spot           INTEGER NOT NULL,
    price_per_hour DOUBLE PRECISION NOT NULL,
    nodes          INTEGER NOT NULL,
    launched_at    TEXT    NOT NULL,
    cluster_at     TEXT,
    run_at         TEXT,
    ended_at       TEXT,
    released_at    TEXT,
    fault          TEXT,
    detail         TEXT    NOT NULL,
    resume_from    TEXT    NOT NULL,
    batch          BIGINT  NOT NULL,
    PRIMARY KEY (job_id, task, attempt)
) ${clustered};

CREATE TABLE events (
    batch      BIGINT  NOT NULL,
    n          INTEGER NOT NULL,
    job_id     BIGINT  NOT NULL,
    task       INTEGER NOT NULL,
    attempt    INTEGER NOT NULL,
    at         TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    from_state TEXT    NOT NULL,
    to_state   TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    PRIMARY KEY (batch, n)
) ${clustered};

CREATE INDEX events_by_job ON events (job_id, batch, n);

CREATE TABLE requests (
    key       TEXT   PRIMARY KEY,
    body_hash TEXT   NOT NULL,
    answer    TEXT   NOT NULL,
    at        TEXT   NOT NULL,
    batch     BIGINT NOT NULL
) ${clustered};

CREATE TABLE secrets (
    job_id ${rowid} PRIMARY KEY REFERENCES jobs (id),
    sealed TEXT     NOT NULL,
    batch  BIGINT   NOT NULL
);

CREATE TABLE cursors (
    reader TEXT    PRIMARY KEY,
    batch  BIGINT  NOT NULL,
    n      INTEGER NOT NULL
) ${clustered};
