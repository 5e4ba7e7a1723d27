-- Tokens: all of them but the tokens. `id` is the part that is no secret.

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
) ${clustered};
