-- Requests whose answers are fetched later, recorded by the batch that did what they asked for.

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
) ${clustered};

CREATE INDEX api_requests_by_age ON api_requests (created_at, id);
