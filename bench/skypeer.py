"""The requests of one `sky jobs queue`, to SkyPilot's own server and to ours, in one run on one machine.

Its server is the one that the client brings along, in consolidation mode: its job controllers run beside it. Its jobs
have ended, and are written straight into its table; nothing is launched by it.
"""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import urllib.request

from house import figure, spread
from sky import Client, lists

PORT = 46580  # where its client looks for its own server, and nowhere else
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))


def run(short):
    for jobs in (10_000,) if short else (10_000, 100_000):
        theirs(jobs, 3 if short else 10)
        lists(jobs, short)


class Theirs(Client):
    """Its server has no pools, and says so as a failure, which its command takes for none."""

    def result(self, request):
        self.ask("stream", "GET", f"/api/stream?request_id={request}&follow=True&format=console")
        try:
            payload = json.loads(self.ask("get", "GET", f"/api/get?request_id={request}")[1])
        except SystemExit as failed:
            if "sky.jobs.pool_status" not in str(failed):
                raise
            return []
        return json.loads(payload["return_value"])


def its_list():
    """The milliseconds of all requests of one list."""
    client = Theirs(PORT)
    client.queue()
    client.connection.close()
    return sum(sum(values) for values in client.times.values())


def theirs(jobs, times):
    with its_server() as home:
        its_list()  # it makes its tables when it is first asked
        began = time.perf_counter()
        insert(home / ".sky" / "spot_jobs.db", jobs)
        its_list()
        figure("(its first list after the rows were written", time.perf_counter() - began, "s)")
        found = Theirs(PORT).queue()
        if found["total"] != jobs:
            raise SystemExit(f"bench: its server lists {found['total']} of {jobs} jobs")
        spread(f"SkyPilot's own server: sky jobs queue, {jobs:,} jobs, all its requests",
               [its_list() for _ in range(times)], "ms")
        figure("SkyPilot's own server: resident, proportional, all its processes", memory(home), "MB")


@contextlib.contextmanager
def its_server():
    sky = CACHE / "outlast-e2e" / "sky-0.14.1" / "bin" / "sky"
    if not sky.exists():
        raise SystemExit("bench: no SkyPilot here; e2e/sky/run --install installs it")
    if healthy():
        raise SystemExit(f"bench: something answers at port {PORT} already, and its client would take that")
    home = pathlib.Path(tempfile.mkdtemp(prefix="outlast-bench-sky-"))
    (home / ".sky").mkdir()
    (home / ".sky" / "config.yaml").write_text("jobs:\n  controller:\n    consolidation_mode: true\n")
    environment = {"PATH": f"{sky.parent}:/usr/local/bin:/usr/bin:/bin", "HOME": str(home),
                   "SKYPILOT_DISABLE_USAGE_COLLECTION": "1"}
    try:
        began = time.perf_counter()
        subprocess.run([str(sky), "api", "start"], env=environment, cwd=home, check=True,
                       stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=180)
        while not healthy():
            time.sleep(0.1)
        figure("SkyPilot's own server: start until healthy", time.perf_counter() - began, "s")
        yield home
    finally:
        while left := processes(home):  # one may be starting another
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.1)
        shutil.rmtree(home, ignore_errors=True)


def healthy():
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/api/health", timeout=2) as answer:
            return json.load(answer)["status"] == "healthy"
    except OSError:
        return False


def processes(home):
    """All that were started in this home: some of them write another title over their environment."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if os.readlink(entry / "cwd") == str(home):
                    found.append(int(entry.name))
    return found


def memory(home):
    kilobytes = 0
    for pid in processes(home):
        with contextlib.suppress(OSError):
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes / 1000


def insert(database, jobs):
    now = time.time()
    with contextlib.closing(sqlite3.connect(database, timeout=60)) as table, table:
        table.executemany(
            "INSERT INTO job_info (spot_job_id, name, schedule_state, workspace, user_hash, priority, entrypoint)"
            " VALUES (?, 'bench', 'DONE', 'default', '0000be1c', 500, 'sky jobs launch')",
            ((i,) for i in range(1, jobs + 1)))
        table.executemany(
            "INSERT INTO spot (job_id, job_name, resources, submitted_at, status, run_timestamp, start_at, end_at,"
            " job_duration, spot_job_id, task_id, task_name, specs)"
            " VALUES (?, 'bench', '1x[CPU:1+]', ?, 'SUCCEEDED', 'sky-bench', ?, ?, 10, ?, 0, 'bench', '{}')",
            ((i, now - 60, now - 50, now - 40, i) for i in range(1, jobs + 1)))
