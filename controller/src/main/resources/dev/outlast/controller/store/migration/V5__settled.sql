-- What was settled once for the installation, by whichever controller came first.
--   secrets_key  the name of the key that its secrets are sealed with
CREATE TABLE settled (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) ${clustered};
