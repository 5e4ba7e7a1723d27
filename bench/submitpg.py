"""Durable single submits over HTTP by 64 clients at once, into PostgreSQL on the same machine."""
import tempfile

import submit
from postgres import Postgres


def run(short):
    with Postgres() as server:
        for setting in ("fsync", "synchronous_commit"):
            if server.ask(f"SHOW {setting}") != "on":
                raise SystemExit(f"bench: {setting} is not on, so this would not be durable")
        # Without it a job for the local launcher is refused: another controller could not see its processes.
        with tempfile.TemporaryDirectory(prefix="outlast-bench-shared-") as shared:
            submit.measure("PostgreSQL", {}, short, server.config() + f"shared: {{directory: {shared}}}\n")
