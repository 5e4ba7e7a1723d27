"""What the suite's tests share: a controller of their own, the `sky` command, and waiting for what must come."""
import dataclasses
import http.client
import json
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ENDED = {"SUCCEEDED", "FAILED", "FAILED_SETUP", "FAILED_PRECHECKS", "FAILED_NO_RESOURCE", "FAILED_CONTROLLER",
         "CANCELLED"}
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PAUSE = threading.Event()  # never set: a wait that looks again after a moment


def until(what, seen, seconds=30):
    """Waits until `seen()` is true, and gives what it said."""
    end = time.monotonic() + seconds
    while True:
        found = seen()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"gave up after {seconds} s of waiting until {what}; last seen: {found!r}")
        PAUSE.wait(0.02)


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Controller:
    """The controller that the suite drives. Its home and its port outlive its processes."""

    def __init__(self, base, port, config=""):
        self.home = pathlib.Path(base)
        self.port = port
        self.endpoint = f"http://127.0.0.1:{port}"
        self.pid = 0
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("SKYPILOT_", "OUTLAST_"))}
        self.environment["OUTLAST_HOME"] = str(self.home)
        self.home.mkdir(mode=0o700, exist_ok=True)
        if config:
            (self.home / "config.yaml").write_text(config)

    def outlast(self, *arguments, timeout=60):
        return subprocess.run(
            [str(ROOT / "outlast"), *arguments], env=self.environment, stdin=subprocess.DEVNULL, timeout=timeout,
            capture_output=True, text=True, check=False)

    def start(self):
        said = self.outlast("controller", "start", "--port", str(self.port))
        assert said.returncode == 0, said.stdout + said.stderr
        self.pid = json.loads((self.home / "controller.json").read_text())["pid"]

    def stop(self):
        if self.pid and alive(self.pid):
            self.outlast("controller", "stop")
        self.pid = 0

    def kill(self):
        """As a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        until("the controller is gone", lambda: not alive(self.pid))
        self.pid = 0

    def preempt(self, job):
        said = self.outlast("local", "preempt", str(job))
        assert said.returncode == 0, said.stdout + said.stderr

    def http(self, method, path, body=None, headers=None):
        """One exchange without the client: status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = dict(headers or {})
        if isinstance(body, (dict, list)):
            sent.setdefault("Content-Type", "application/json")
            body = json.dumps(body)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
        finally:
            connection.close()

    def job(self, number):
        """A job as `/v1` tells it."""
        status, _, text = self.http("GET", f"/v1/jobs/{number}")
        assert status == 200, text
        return json.loads(text)

    def status(self, number):
        return self.job(number)["status"]

    def ended(self, number, seconds=60):
        return until(f"job {number} has ended", lambda: self.status(number) in ENDED and self.status(number), seconds)

    def reached(self, number, status, seconds=30):
        return until(f"job {number} is {status}", lambda: self.status(number) == status, seconds)

    def cancel_all(self):
        self.http("POST", "/v1/jobs/cancel", {"all": True})

    def processes(self):
        """Processes that carry this home in their command or environment."""
        mark = str(self.home).encode()
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                if mark in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return found


class Door:
    """A port that stays open while the server behind it is restarted, as a balancer's or systemd's does.

    The client alone tries for about three seconds, which is no more than a controller takes to start.
    """

    def __init__(self, port):
        self.behind = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.endpoint = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.attend, args=(caller,), daemon=True).start()

    def attend(self, caller):
        try:
            server = until("the server is there", self.connect, 60)
        except AssertionError:
            caller.close()
            return
        threading.Thread(target=self.pass_on, args=(caller, server), daemon=True).start()
        self.pass_on(server, caller)

    def connect(self):
        try:
            return socket.create_connection(("127.0.0.1", self.behind))
        except OSError:
            return None

    @staticmethod
    def pass_on(here, there):
        try:
            while content := here.recv(65536):
                there.sendall(content)
        except OSError:
            pass
        for side in (here, there):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()


@dataclasses.dataclass
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def text(self):
        return COLOURS.sub("", self.out + self.err)


class Running:
    """A `sky` command that runs."""

    def __init__(self, pid, code, out, err):
        self.pid = pid
        self.code = code  # gives the exit code, or nothing as long as it runs
        self.out = pathlib.Path(out)
        self.err = pathlib.Path(err)

    def printed(self):
        return COLOURS.sub("", self.out.read_text(errors="replace") + self.err.read_text(errors="replace"))

    def prints(self, text, seconds=30):
        until(f"the command prints {text!r}; it printed {self.printed()!r}", lambda: text in self.printed(), seconds)

    def end(self, seconds=60):
        try:
            code = self.code(seconds)
        except TimeoutError:
            self.kill()
            raise AssertionError(f"the command did not end within {seconds} s; it printed: {self.printed()}") from None
        return Said(code, self.out.read_text(errors="replace"), self.err.read_text(errors="replace"))

    def kill(self, number=signal.SIGKILL):
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass


class Sky:
    """The `sky` command of the client that is tested."""

    def __init__(self, home, environment):
        self.home = pathlib.Path(home)
        self.environment = dict(environment)
        self.script = pathlib.Path(sys.executable).parent / "sky"
        self.zygote = None
        self.path = None
        self.calls = []  # what was typed in the test that runs

    def open(self):
        folder = tempfile.mkdtemp(prefix="z", dir=self.home)
        self.path = f"{folder}/s"
        with open(f"{folder}/log", "w", encoding="utf-8") as log:
            self.zygote = subprocess.Popen(
                [sys.executable, str(HERE / "zygote.py"), self.path], env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        until("the client is imported", lambda: os.path.exists(self.path) or self.zygote.poll() is not None, 120)
        assert self.zygote.poll() is None, pathlib.Path(folder, "log").read_text()

    def close(self):
        if self.zygote:
            self.zygote.kill()
            self.zygote.wait()

    def start(self, *arguments, typed="", folder=None, **environment):
        """Starts a command; `typed` is what it finds on its standard input."""
        arguments = [str(argument) for argument in arguments]
        self.calls.append(arguments)
        all_environment = {**self.environment, **{k: str(v) for k, v in environment.items()}}
        names = [tempfile.mkstemp(prefix=f"{kind}.", dir=self.home) for kind in ("in", "out", "err")]
        pathlib.Path(names[0][1]).write_text(typed)
        request = {"arguments": arguments, "environment": all_environment, "folder": str(folder or self.home)}
        caller = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        caller.connect(self.path)
        socket.send_fds(caller, [json.dumps(request).encode() + b"\n"], [fd for fd, _ in names])
        for fd, _ in names:
            os.close(fd)
        answers = caller.makefile("r", encoding="utf-8")
        pid = int(answers.readline())

        def code(seconds):
            if not select.select([caller], [], [], seconds)[0]:
                raise TimeoutError
            line = answers.readline()
            caller.close()
            return int(line)

        return Running(pid, code, names[1][1], names[2][1])

    def script_start(self, *arguments, **environment):
        """Starts the script that pip installed: a Python of its own."""
        arguments = [str(argument) for argument in arguments]
        self.calls.append(arguments)
        names = [tempfile.mkstemp(prefix=f"{kind}.", dir=self.home) for kind in ("out", "err")]
        process = subprocess.Popen(
            [str(self.script), *arguments], env={**self.environment, **environment}, cwd=self.home,
            stdin=subprocess.DEVNULL, stdout=names[0][0], stderr=names[1][0], start_new_session=True)
        for fd, _ in names:
            os.close(fd)

        def code(seconds):
            try:
                return process.wait(seconds)
            except subprocess.TimeoutExpired:
                raise TimeoutError from None

        return Running(process.pid, code, names[0][1], names[1][1])

    def __call__(self, *arguments, seconds=60, **more):
        return self.start(*arguments, **more).end(seconds)

    def script_run(self, *arguments, seconds=60, **environment):
        """The same to its end."""
        return self.script_start(*arguments, **environment).end(seconds)
