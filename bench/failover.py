"""Two controllers over one PostgreSQL with many live jobs: how long a submit through the other takes when the leader
is killed, told to stop, or frozen."""
import os
import pathlib
import shutil
import signal
import statistics
import tempfile
import time

from house import Controller, figure, task
from postgres import Postgres
from restart import hollow_task

CONFIG = """\
limits:
  places:
    local: 20000
shared:
  directory: {shared}
  secrets_key: {shared}/key
"""


def run(short):
    jobs = 1_000 if short else 10_000
    rounds = {"killed": 3, "told to stop": 1, "frozen, lease of 5 s": 1} if short else {
        "killed": 20, "told to stop": 5, "frozen, lease of 5 s": 3}
    shared = pathlib.Path(tempfile.mkdtemp(prefix="outlast-bench-shared-"))
    try:
        with Postgres() as server:
            config = CONFIG.format(shared=shared) + server.config()
            with Controller(config) as one, Controller(config) as other:
                one.submit(hollow_task(), count=jobs)
                one.until(lambda counts: counts.get("RUNNING", 0) >= jobs, 120, every=0.05)
                for how, often in rounds.items():
                    times = [take_over(one, other, how) for _ in range(often)]
                    worst = sorted(times)[min(len(times) - 1, int(0.99 * len(times)))]
                    figure(f"leader {how}, to a submit answered: p50 of {often}", statistics.median(times), "s")
                    figure(f"leader {how}, to a submit answered: worst", worst, "s")
                counts = other.counts()
                if counts.get("RUNNING", 0) < jobs:
                    raise SystemExit(f"bench: jobs changed over the fail-overs: {counts}")
    finally:
        shutil.rmtree(shared, ignore_errors=True)


def leads(controller):
    return controller.api("GET", "/v1/status")["leading"]


def take_over(one, other, how):
    leader, standby = (one, other) if leads(one) else (other, one)
    began = time.perf_counter()
    if how == "killed":
        leader.kill()
    elif how == "told to stop":
        os.kill(leader.pid, signal.SIGTERM)
    else:
        os.kill(leader.pid, signal.SIGSTOP)
    standby.submit(task("true"))
    took = time.perf_counter() - began
    if not leads(standby):
        raise SystemExit("bench: the standby answered, but does not lead")
    if how.startswith("frozen"):
        os.kill(leader.pid, signal.SIGCONT)
    gone(leader.pid)
    leader.start()
    # It stands by once it has seen who leads, and has read what there is.
    while leader.api("GET", "/v1/status")["leader"] != standby.api("GET", "/v1/status")["leader"]:
        time.sleep(0.05)
    spent = leader.cpu()
    while True:
        time.sleep(0.5)
        if leader.cpu() - spent < 0.05:
            return took
        spent = leader.cpu()


def gone(pid):
    until = time.perf_counter() + 60
    while time.perf_counter() < until:
        try:
            if pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return
        except OSError:
            return
        time.sleep(0.01)
    raise SystemExit(f"bench: {pid} did not end")
