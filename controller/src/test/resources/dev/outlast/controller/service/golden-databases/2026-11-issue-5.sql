CREATE TABLE migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum BIGINT NOT NULL);
CREATE TABLE leader (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    epoch         BIGINT  NOT NULL,
    last_batch    BIGINT  NOT NULL,
    installation  TEXT    NOT NULL,
    incarnation   INTEGER NOT NULL,
    feature_level INTEGER NOT NULL,
    holder        TEXT    NOT NULL,
    last_job_id   BIGINT  NOT NULL
, backend_pid INTEGER NOT NULL DEFAULT 0, backend_start TEXT NOT NULL DEFAULT '');
CREATE TABLE specs (
    hash      TEXT   PRIMARY KEY,
    text      TEXT   NOT NULL,
    overrides TEXT   NOT NULL,
    batch     BIGINT NOT NULL
) WITHOUT ROWID;
CREATE TABLE jobs (
    id            INTEGER PRIMARY KEY,
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
CREATE TABLE job_counts (
    status TEXT   PRIMARY KEY,
    jobs   BIGINT NOT NULL
) WITHOUT ROWID;
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
) WITHOUT ROWID;
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
) WITHOUT ROWID;
CREATE INDEX events_by_job ON events (job_id, batch, n);
CREATE TABLE requests (
    key       TEXT   PRIMARY KEY,
    body_hash TEXT   NOT NULL,
    answer    TEXT   NOT NULL,
    at        TEXT   NOT NULL,
    batch     BIGINT NOT NULL
) WITHOUT ROWID;
CREATE TABLE secrets (
    job_id INTEGER PRIMARY KEY REFERENCES jobs (id),
    sealed TEXT     NOT NULL,
    batch  BIGINT   NOT NULL
);
CREATE TABLE cursors (
    reader TEXT    PRIMARY KEY,
    batch  BIGINT  NOT NULL,
    n      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE api_requests (
    id          TEXT   PRIMARY KEY,
    name        TEXT   NOT NULL,
    user_id     TEXT   NOT NULL,
    user_name   TEXT   NOT NULL,
    ending      TEXT   NOT NULL,
    created_at  TEXT   NOT NULL,
    finished_at TEXT   NOT NULL,
    result      TEXT   NOT NULL,
    error       TEXT   NOT NULL,
    output      TEXT   NOT NULL,
    batch       BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX api_requests_by_age ON api_requests (created_at, id);
CREATE TABLE lease (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    holder      TEXT    NOT NULL,
    term        BIGINT  NOT NULL,
    renewals    BIGINT  NOT NULL,
    duration_ms BIGINT  NOT NULL,
    backend_pid INTEGER NOT NULL
);
CREATE TABLE tokens (
    id           TEXT PRIMARY KEY,
    sha256       TEXT NOT NULL,
    user_name    TEXT NOT NULL,
    role         TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    expires_at   TEXT,
    revoked_at   TEXT,
    last_used_at TEXT
) WITHOUT ROWID;
CREATE TABLE settled (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO migrations VALUES (1, 'V1__jobs_and_history.sql', 3114742265);
INSERT INTO migrations VALUES (2, 'V2__api_requests.sql', 4215010938);
INSERT INTO migrations VALUES (3, 'V3__high_availability.sql', 336724529);
INSERT INTO migrations VALUES (4, 'V4__access.sql', 2252533562);
INSERT INTO migrations VALUES (5, 'V5__settled.sql', 3633546591);
INSERT INTO leader VALUES (1, 1, 1, 'r2t70eok', 1, 1, 'who made it', 18, 0, '');
INSERT INTO specs VALUES ('5d7aa6d615ce23073f9d6027342986d347589aac46fbce8b05011ea798e82cea', 'name: train
---
run: prepare
---
run: train
---
run: weigh
', '{"fallback_name":"job","command":false,"options":{},"envs":{},"secrets":[],"blobs":{}}', 1);
INSERT INTO specs VALUES ('fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', 'name: train
run: train
', '{"fallback_name":"job","command":false,"options":{},"envs":{},"secrets":[],"blobs":{}}', 1);
INSERT INTO jobs VALUES (1, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-1-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"activating","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","tries":2,"notBefore":"2026-11-21T12:00:05.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (2, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-2-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"backoff","until":"2026-11-21T12:00:16.123456789Z","fault":"CAPACITY","detail":"no room: \"zone\" full"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (3, 'train', 'ann', 0, 'PENDING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-3-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"blocked"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (4, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-4-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"draining","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"after":{"is":"retry","fault":"PREEMPTED","detail":"the spot node was taken back"},"since":"2026-11-21T12:00:00.123456789Z","deadline":"2026-11-21T12:00:30.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (5, 'train', 'ann', 0, 'CANCELLED', '', 0, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-5-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"ended","outcome":{"is":"cancelled","by":"ann"},"at":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (6, 'train', 'ann', 0, 'FAILED', '', 0, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-6-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"ended","outcome":{"is":"failed","fault":"USER","detail":"exit code 3"},"at":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (7, 'train', 'ann', 0, 'SUCCEEDED', '', 0, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-7-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"ended","outcome":{"is":"succeeded"},"at":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (8, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-8-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"judging","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"inSetup":false,"code":137,"since":"2026-11-21T12:00:00.123456789Z","ranFor":1234000000},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (9, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-9-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"launching","attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"resume":{"is":"beginning"},"since":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (10, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', '5d7aa6d615ce23073f9d6027342986d347589aac46fbce8b05011ea798e82cea', '{"v":1,"taskIds":["sky-train-10-0","sky-train-10-1","sky-train-10-2"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"ended","outcome":{"is":"succeeded"},"at":"2026-11-21T12:00:00.123456789Z"},"leftovers":[{"attempt":1,"provider":"fake","held":{"is":"byToken"},"tries":0,"notBefore":"2026-11-21T12:00:00.123456789Z"},{"attempt":2,"provider":"fake","held":{"is":"byHandle","handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"}},"tries":3,"notBefore":"2026-11-21T12:00:00.123456789Z"}]},{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"running","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","contact":{"is":"good"}},"leftovers":[]},{"ledger":{"lastAttempt":0,"userErrors":0,"recoveries":0,"recovering":false,"infraStreak":0,"ranBefore":0,"waitingSince":"2026-11-21T12:00:00.123456789Z","lost":{"provider":"","region":"","zone":""},"seals":[],"started":"1970-01-01T00:00:00Z"},"phase":{"is":"blocked"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (11, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-11-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"placing","since":"2026-11-21T12:00:00.123456789Z","resume":{"is":"known","point":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"notBefore":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (12, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-12-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"placing","since":"2026-11-21T12:00:00.123456789Z","resume":{"is":"unknown"},"notBefore":"2026-11-21T12:00:01.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (13, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-13-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"preparing","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","contact":{"is":"good"}},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (14, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-14-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"queued","since":"2026-11-21T12:00:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (15, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-15-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"releasing","attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"held":{"is":"byToken"},"after":{"is":"end","outcome":{"is":"succeeded"}},"since":"2026-11-21T12:00:00.123456789Z","tries":5,"notBefore":"2026-11-21T12:01:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (16, 'train', 'ann', 0, 'RECOVERING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-16-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"releasing","attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"held":{"is":"byHandle","handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"}},"after":{"is":"retry","fault":"PREEMPTED","detail":"the spot node was taken back"},"since":"2026-11-21T12:00:00.123456789Z","tries":5,"notBefore":"2026-11-21T12:01:00.123456789Z"},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (17, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-17-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"running","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","contact":{"is":"lost","since":"2026-11-21T12:00:00.123456789Z","detail":"no route to host"}},"leftovers":[]}]}', 1);
INSERT INTO jobs VALUES (18, 'train', 'ann', 0, 'RUNNING', '', 1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123456789Z', NULL, '', 'fce4de6f6453cc37320a3b0974ffebb26c31e8ca26267f0b1b8453776487d4d1', '{"v":1,"taskIds":["sky-train-18-0"],"jobRank":0,"numJobs":1,"retryOf":0}', '{"v":1,"cancelledBy":"","tasks":[{"ledger":{"lastAttempt":3,"userErrors":1,"recoveries":2,"recovering":true,"infraStreak":4,"ranBefore":18000000000007,"waitingSince":"2026-11-21T11:59:00.123456789Z","lost":{"provider":"fake","region":"west","zone":""},"seals":[{"attempt":1,"seq":100},{"attempt":2,"seq":4200}],"started":"2026-11-21T09:30:00.123456789Z"},"phase":{"is":"running","live":{"attempt":3,"offer":{"place":{"provider":"fake","region":"east","zone":"east-1"},"instanceType":"a100:8","spot":true,"pricePerHour":0.3333333333333333},"handle":{"provider":"fake","version":2,"data":"{\"id\":\"c-7\"}"},"resume":{"is":"at","seq":4200,"writtenByAttempt":2,"bucketUrl":"s3://bucket/ckpt","manifestName":"manifests/4200.json"}},"since":"2026-11-21T12:00:00.123456789Z","contact":{"is":"good"}},"leftovers":[]}]}', 1);
INSERT INTO job_counts VALUES ('CANCELLED', 1);
INSERT INTO job_counts VALUES ('FAILED', 1);
INSERT INTO job_counts VALUES ('PENDING', 1);
INSERT INTO job_counts VALUES ('RECOVERING', 8);
INSERT INTO job_counts VALUES ('RUNNING', 6);
INSERT INTO job_counts VALUES ('SUCCEEDED', 1);
INSERT INTO attempts VALUES (1, 0, 3, 'fake', 'east', 'east-1', 'small', 1, 0.1, 2, '2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:01.123456789Z', NULL, '2026-11-21T12:00:03.123456789Z', NULL, 'PREEMPTED', 'the spot node was taken back', 'from the beginning', 1);
INSERT INTO events VALUES (1, 0, 1, 0, 1, '2026-11-21T12:00:00.123456789Z', 'admitted', 'queued', 'placing', 'STARTING', 'seat 3 of 8');
INSERT INTO requests VALUES ('key', 'body-1', '{"id":1}', '2026-11-21T12:00:00.123456789Z', 1);
INSERT INTO lease VALUES (1, '', 0, 0, 0, 0);
