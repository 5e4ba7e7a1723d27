"""Durable single submits over HTTP by 64 clients at once, into PostgreSQL on the same machine."""
import submit
from postgres import Postgres


def run(short):
    with Postgres() as server:
        for setting in ("fsync", "synchronous_commit"):
            if server.ask(f"SHOW {setting}") != "on":
                raise SystemExit(f"bench: {setting} is not on, so this would not be durable")
        submit.measure("PostgreSQL", {}, short, server.config())
