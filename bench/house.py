"""What the benches share: a controller of their own in a temporary home, its API, and what /proc says of it.

Python's standard library only. A bench is a file with `run(short)`; `bench/run NAME` calls it.
"""
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUTLAST = str(ROOT / "outlast")
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_java():
    """A java of 25 or newer: JAVA_HOME, or what lies under /usr/lib/jvm."""
    homes = [os.environ.get("JAVA_HOME", "")] + [str(p) for p in sorted(pathlib.Path("/usr/lib/jvm").glob("*25*"))]
    for home in filter(None, homes):
        release = pathlib.Path(home, "release")
        if release.exists() and 'JAVA_VERSION="25' in release.read_text():
            return str(pathlib.Path(home, "bin", "java"))
    raise SystemExit("bench: no JDK 25 found; set JAVA_HOME")


LOGIN_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Controller:
    """A controller whose jobs' home has no login files. Leaves nothing: no process, no file.

    With `empty_profile` there is nothing in `/etc/profile` either, for it and its jobs alone; that takes root.
    """

    def __init__(self, config="", environment=None, empty_profile=False):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="outlast-bench-"))
        self.work = self.home / "bench"  # what the bench's jobs write
        self.environment = dict(os.environ)
        self.environment.update(environment or {})
        self.environment["OUTLAST_HOME"] = str(self.home / "outlast")
        self.environment["HOME"] = str(self.home / "profile")
        # An empty profile adds nothing to the path; each folder more is one more look for every program started.
        self.environment["PATH"] = LOGIN_PATH
        self.environment.pop("OUTLAST_ENDPOINT", None)
        self.port = free_port()
        self.pid = 0
        self.connection = None
        self.around_start = empty_etc_profile() if empty_profile else []
        for directory in ("outlast", "profile", "bench"):
            (self.home / directory).mkdir(mode=0o700)
        (self.home / "outlast" / "config.yaml").write_text(config)

    def __enter__(self):
        try:
            self.start()
        except BaseException as failed:
            self.__exit__(type(failed))
            raise
        return self

    def start(self):
        started = self.run([*self.around_start, OUTLAST, "controller", "start", "--port", str(self.port)])
        if started.returncode != 0:
            raise SystemExit(f"bench: the controller did not start: {started.stdout}{started.stderr}")
        self.pid = json.loads((self.home / "outlast" / "controller.json").read_text())["pid"]
        self.connection = None

    def __exit__(self, kind=None, *_):
        try:
            if self.pid:
                self.cancel_all()
                self.cli("controller", "stop")
        except (OSError, http.client.HTTPException, subprocess.TimeoutExpired, SystemExit) as failed:
            print(f"bench: cannot stop in order: {failed}")
        self.kill()
        left = self.processes()
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.home, ignore_errors=True)
        if left:
            print(f"bench: {len(left)} processes were left behind, and ended now")
            if kind is None:
                raise SystemExit(1)

    def cancel_all(self):
        self.api("POST", "/v1/jobs/cancel", {"all": True})
        self.until(lambda counts: not live(counts), 120)

    def kill(self):
        """Ends the controller without a word, as a power cut would."""
        if self.pid and pathlib.Path(f"/proc/{self.pid}").exists():
            os.kill(self.pid, signal.SIGKILL)
            while alive(self.pid):
                time.sleep(0.01)
        self.pid = 0

    def processes(self):
        """Processes that carry this home in their command or environment."""
        mark = str(self.home).encode()
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                if mark in (entry / "cmdline").read_bytes() or mark in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def cli(self, *arguments, timeout=120):
        return self.run([OUTLAST, *arguments], timeout)

    def run(self, command, timeout=120):
        return subprocess.run(
            command, env=self.environment, stdin=subprocess.DEVNULL, timeout=timeout,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)

    def api(self, method, path, body=None):
        """Speaks JSON; a text body is sent as the YAML of a task."""
        headers = {}
        if isinstance(body, str):
            headers["Content-Type"] = "application/yaml"
        elif body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except OSError:
            self.connection = None
            raise
        if answer.status >= 300:
            raise SystemExit(f"bench: {method} {path} was answered with {answer.status}: {text[:500]}")
        return json.loads(text) if text.startswith("{") else text

    def submit(self, yaml, count=1):
        return self.api("POST", f"/v1/jobs?num_jobs={count}", yaml)["job_ids"]

    def counts(self):
        return self.api("GET", "/v1/status")["jobs"] or {}

    def until(self, done, seconds, every=0.005):
        """Waits until the jobs' counts by status satisfy `done`; the time it took."""
        began = time.perf_counter()
        while True:
            counts = self.counts()
            if done(counts):
                return time.perf_counter() - began
            if time.perf_counter() - began > seconds:
                raise SystemExit(f"bench: gave up after {seconds} s; jobs: {counts}")
            time.sleep(every)

    def rehearse(self, verb, **arguments):
        return self.api("POST", "/v1/providers/local/rehearse", {"verb": verb, "arguments": arguments})

    def metric(self, part):
        """The sum of all metrics whose name holds `part`; None where there is none."""
        found = None
        for line in self.api("GET", "/metrics").splitlines():
            if not line.startswith("#") and part in line.split("{")[0].split(" ")[0]:
                found = (found or 0) + float(line.rsplit(" ", 1)[1])
        return found

    def cpu(self):
        """Seconds of processor time the controller has used."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def thread_cpu(self, name):
        """The same of its threads of one name."""
        ticks = 0
        for thread in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            try:
                comm, fields = (thread / "stat").read_text().split(" (", 1)[1].rsplit(")", 1)
            except OSError:
                continue  # It ended meanwhile.
            if comm == name:
                ticks += int(fields.split()[11]) + int(fields.split()[12])
        return ticks / TICKS

    def memory(self):
        """Resident and proportional set, in MB."""
        found = {}
        for line in pathlib.Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            words = line.split()
            if words[0] in ("Rss:", "Pss:"):
                found[words[0]] = int(words[1]) / 1024
        return found["Rss:"], found["Pss:"]


ENDED = {"SUCCEEDED", "FAILED", "FAILED_SETUP", "FAILED_PRECHECKS", "FAILED_NO_RESOURCE", "FAILED_CONTROLLER",
         "CANCELLED"}


def live(counts):
    return sum(n for status, n in counts.items() if status not in ENDED)


def ended_well(n):
    """Whether n jobs SUCCEEDED; stops the bench when one ended otherwise."""
    def done(counts):
        wrong = {s: c for s, c in counts.items() if s in ENDED and s != "SUCCEEDED" and c}
        if wrong:
            raise SystemExit(f"bench: not all jobs succeeded: {wrong}")
        return counts.get("SUCCEEDED", 0) >= n
    return done


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def empty_etc_profile():
    """What to put before a command so that it, and all it starts, finds nothing in /etc/profile; None where that
    cannot be had."""
    inside = ["unshare", "--mount", "--propagation", "private", "sh", "-c",
              'mount --bind /dev/null /etc/profile && exec "$@"', "empty-profile"]
    try:
        tried = subprocess.run([*inside, "cat", "/etc/profile"], capture_output=True, check=False)
    except OSError:
        return None
    return inside if tried.returncode == 0 and not tried.stdout else None


def machine_cpu():
    """Seconds of processor time the whole machine has been busy."""
    fields = [int(f) for f in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / TICKS


def shells_per_second(count=600):
    """How fast two loops start `sh` and nothing else: what this machine's processes cost, to compare machines by."""
    loop = f"i=0; while [ $i -lt {count} ]; do sh -c true; i=$((i + 1)); done"
    began = time.perf_counter()
    loops = [subprocess.Popen(["sh", "-c", loop], env={"PATH": LOGIN_PATH}) for _ in range(2)]
    for running in loops:
        running.wait()
    return 2 * count / (time.perf_counter() - began)


def task(run, name="bench", **outlast_environment):
    """The YAML of a one-node task on this machine."""
    envs = "".join(f"  {key}: \"{value}\"\n" for key, value in outlast_environment.items())
    return (f"name: {name}\nresources:\n  infra: local\n"
            + (f"envs:\n{envs}" if envs else "")
            + "run: |\n" + "".join(f"  {line}\n" for line in run.splitlines()))


def figure(what, value, unit):
    print(f"  {what:<46} {value:>12,.3f} {unit}", flush=True)


def spread(what, values, unit):
    """Min, median, p99 and max of many."""
    ordered = sorted(values)
    figure(f"{what}, min of {len(ordered)}", ordered[0], unit)
    figure(f"{what}, p50", statistics.median(ordered), unit)
    figure(f"{what}, p99", ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], unit)
    figure(f"{what}, max", ordered[-1], unit)
