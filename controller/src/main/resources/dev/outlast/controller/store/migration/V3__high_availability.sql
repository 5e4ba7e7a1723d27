-- Several controllers, one leader.

-- Which session of the server the leader writes by, so that who takes over can end one that hangs.
ALTER TABLE leader ADD COLUMN backend_pid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE leader ADD COLUMN backend_start TEXT NOT NULL DEFAULT '';

-- Who was elected. It elects only; the epoch in `leader` protects. No time of day is in it: a lease is over when the
-- row did not change for its duration by the clock of who looks.
--   holder       '' when nobody is elected
--   term         raised by every election
--   renewals     raised by every renewal
--   backend_pid  the session that holds the advisory lock on which the others wait
CREATE TABLE lease (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    holder      TEXT    NOT NULL,
    term        BIGINT  NOT NULL,
    renewals    BIGINT  NOT NULL,
    duration_ms BIGINT  NOT NULL,
    backend_pid INTEGER NOT NULL
);

INSERT INTO lease (id, holder, term, renewals, duration_ms, backend_pid) VALUES (1, '', 0, 0, 0, 0);
