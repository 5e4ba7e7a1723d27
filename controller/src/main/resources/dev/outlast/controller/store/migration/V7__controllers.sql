-- Which controllers there are, so that two versions of them can run together.
--   name           one process, as the leader row names it
--   version        of the program, for people
--   feature_level  up to which it knows every variant of what is stored
--   seen           when it said so last, in seconds since 1970 by the clock of the database
CREATE TABLE controllers (
    name          TEXT    PRIMARY KEY,
    version       TEXT    NOT NULL,
    feature_level INTEGER NOT NULL,
    seen          BIGINT  NOT NULL
) ${clustered};
