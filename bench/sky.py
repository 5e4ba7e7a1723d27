"""The SkyPilot client's requests: what a list and a launch cost the server, and 50 clients at once.

The requests are those that SkyPilot 0.14.1 sends, in its order, over keep-alive connections. An answer's time is from
the first byte sent to the last byte read.
"""
import http.client
import json
import multiprocessing
import os
import pathlib
import random
import re
import subprocess
import threading
import time

from house import Controller, ended_well, figure, live, spread, task

HEADERS = {"X-SkyPilot-API-Version": "62", "X-SkyPilot-Version": "0.14.1", "Content-Type": "application/json",
           "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
FIELDS = ["job_id", "task_id", "workspace", "job_name", "task_name", "resources", "submitted_at", "end_at",
          "job_duration", "recovery_count", "status", "pool", "is_primary_in_job_group", "batch_total_batches",
          "batch_completed_batches", "root_job_id", "parent_job_id", "parent_task_id", "dynamic_task_index"]
# One job is admitted, and it is a timer: a queue of any length stands still, and nothing is left when it is killed.
STANDING = """\
limits:
  total: 1
providers:
  local:
    hollow: true
    hollow_seconds: 100000
"""


class Client:
    """One client with one connection. Notes the milliseconds of each answer by the name of what was asked."""

    def __init__(self, port, user="0000be1c", times=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.times = {} if times is None else times
        self.common = {
            "env_vars": {"SKYPILOT_API_SERVER_ENDPOINT": f"http://127.0.0.1:{port}", "SKYPILOT_USER_ID": user,
                         "SKYPILOT_USER": f"user-{user}", "SKYPILOT_USAGE_RUN_ID": "3f0c4a55-0000-4000-8000-000000000000"},
            "entrypoint": "sky.client.cli.command.bench", "entrypoint_command": "sky bench",
            "using_remote_api_server": True, "override_skypilot_config": {},
            "override_skypilot_config_path": "[null, null]", "file_mounts_blob_id": None, "client_api_version": None,
            "workspace_access": None}

    def ask(self, name, method, path, body=None, expected=200):
        began = time.perf_counter()
        self.connection.request(method, path, None if body is None else json.dumps({**self.common, **body}), HEADERS)
        answer = self.connection.getresponse()
        content = answer.read()
        self.times.setdefault(name, []).append(1000 * (time.perf_counter() - began))
        if answer.status != expected:
            raise SystemExit(f"bench: {method} {path} was answered with {answer.status}: {content[:300]}")
        return answer.headers["X-Skypilot-Request-ID"], content

    def result(self, request):
        """What the command line does with a request id: its text, then its result."""
        self.ask("stream", "GET", f"/api/stream?request_id={request}&follow=True&format=console")
        payload = json.loads(self.ask("get", "GET", f"/api/get?request_id={request}")[1])
        if payload["status"] != "SUCCEEDED":
            raise SystemExit(f"bench: {payload['name']} is {payload['status']}: {payload['error']}")
        return json.loads(payload["return_value"])

    def queue(self, limit=50):
        """All requests of one `sky jobs queue`."""
        self.ask("health", "GET", "/api/health")
        self.ask("health", "GET", "/api/health")
        pools, _ = self.ask("post", "POST", "/jobs/pool_status", {"pool_names": None})
        jobs, _ = self.ask("post", "POST", "/jobs/queue/v2", {
            "refresh": False, "skip_finished": False, "all_users": False, "job_ids": None, "user_match": None,
            "workspace_match": None, "name_match": None, "pool_match": None, "infra_match": None, "page": None,
            "limit": limit, "statuses": None, "fields": FIELDS, "sort_by": None, "sort_order": None,
            "submitted_after": None, "submitted_before": None})
        found = self.result(jobs)
        self.result(pools)
        return found

    def launch(self, run="true", name="bench", count=None):
        """All requests of one `sky jobs launch -y -d`."""
        text = (f"name: {name}\n---\n\nname: {name}\n\nresources:\n  cpus: 1+\n  job_recovery:\n"
                "    strategy: EAGER_NEXT_REGION\n\nnum_nodes: 1\n\nrun: |\n"
                + "".join(f"  {line}\n" for line in run.splitlines())
                + "\nfile_mounts: {}\n\nvolumes: {}\n")
        self.ask("health", "GET", "/api/health")
        self.ask("validate", "POST", "/validate", {"dag": text, "request_options": None})
        request, _ = self.ask("post", "POST", "/jobs/launch", {
            "task": text, "name": name, "pool": None, "num_jobs": count, "parent_job_id": None,
            "parent_task_id": None, "job_group_explicit": False})
        numbers = self.result(request)["job_id"]
        return numbers if isinstance(numbers, list) else [numbers]

    def logs(self, number):
        """All requests of one `sky jobs logs`."""
        self.ask("health", "GET", "/api/health")
        request, text = self.ask("stream", "POST", "/jobs/logs", {
            "name": None, "job_id": number, "follow": True, "controller": False, "refresh": False, "tail": 1000,
            "tail_offset": None, "task": None})
        self.ask("get", "GET", f"/api/get?request_id={request}")
        return text


def whole(call, port, times):
    """The milliseconds of all requests of one call together."""
    client = Client(port)
    call(client)
    seen = client.times
    for name, values in seen.items():
        times.setdefault(name, []).extend(values)
    client.connection.close()
    return sum(sum(values) for values in seen.values())


def run(short):
    for jobs in (10_000,) if short else (10_000, 100_000):
        lists(jobs, short)
    launches(short)
    twenty(short)
    crowd(20 if short else 120)


def lists(jobs, short):
    with Controller(STANDING) as controller:
        controller.submit(task("sleep 100000"))
        client = Client(controller.port)
        for _ in range(jobs // 10_000):
            client.launch(count=10_000, name="standing")
        found = client.queue()
        if found["total"] != jobs or len(found["jobs"]) != 50:
            raise SystemExit(f"bench: {len(found['jobs'])} of {found['total']} jobs were listed, not 50 of {jobs}")
        for _ in range(20):  # the first of a process are not those that a user meets
            whole(Client.queue, controller.port, {})
        times = {}
        spread(f"sky jobs queue, {jobs:,} jobs, all its requests",
               [whole(Client.queue, controller.port, times) for _ in range(30 if short else 100)], "ms")
        for name, values in sorted(times.items()):
            figure(f"of these, {name}, largest of {len(values)}", max(values), "ms")
        figure("resident, proportional", controller.memory()[1], "MB")
        # Jobs that wait need not be cancelled one by one.
        controller.kill()


def launches(short):
    with Controller(STANDING) as controller:
        controller.submit(task("sleep 100000"))
        for _ in range(20):
            whole(Client.launch, controller.port, {})
        spread("sky jobs launch -y -d, all its requests",
               [whole(Client.launch, controller.port, {}) for _ in range(30 if short else 100)], "ms")
        controller.kill()


def twenty(short):
    with Controller() as controller:
        client = Client(controller.port)
        client.launch()
        controller.until(ended_well(1), 60)
        times = []
        for turn in range(3 if short else 15):
            began = time.perf_counter()
            client.launch(count=20)
            controller.until(ended_well(1 + 20 * (turn + 1)), 60)
            times.append(time.perf_counter() - began)
        spread("--num-jobs 20 of true, submit to all SUCCEEDED", times, "s")


def crowd(seconds):
    with Controller("backoff:\n  first: 0s\n") as controller:
        began = time.monotonic()
        answers = multiprocessing.Queue()
        several = [multiprocessing.Process(target=many, args=(controller.port, first, 25, began + seconds, answers))
                   for first in (0, 25)]
        for process in several:
            process.start()
        commands, wrong = real_clients(controller, began + seconds)
        times, launched = {}, 0
        for _ in several:
            seen, jobs, errors = answers.get(timeout=seconds + 120)
            wrong += errors
            launched += jobs
            for name, values in seen.items():
                times.setdefault(name, []).extend(values)
        for process in several:
            process.join()
        figure(f"answers in {seconds} s, 50 clients", sum(len(values) for values in times.values()), "")
        figure("jobs launched", launched, "")
        figure("commands of 2 real clients", commands, "")
        figure("errors", len(wrong), "")
        spread("answers that are no streams", [t for name, values in times.items() if name != "stream" for t in values],
               "ms")
        if wrong:
            raise SystemExit(f"bench: {len(wrong)} errors, the first: {wrong[0]}")
        controller.until(lambda counts: not live(counts), 60)


def many(port, first, count, end, answers):
    """Clients of one process: each lists, launches and follows, with a breath between."""
    times, errors, launched = {}, [], []

    def one(who):
        chance, mine = random.Random(who), {}
        try:
            client = Client(port, f"{who + 1:08x}", mine)
            while time.monotonic() < end:
                client.queue()
                if chance.random() < 0.2:
                    numbers = client.launch(f"echo {who}")
                    launched.extend(numbers)
                    if f"{who}\n".encode() not in client.logs(numbers[0]):
                        raise SystemExit(f"bench: the log of job {numbers[0]} is not whole")
                time.sleep(chance.uniform(0.5, 1.5))
        except (OSError, http.client.HTTPException, ValueError, KeyError, SystemExit) as failed:
            errors.append(f"client {who}: {failed!r}")
        for name, values in mine.items():
            times.setdefault(name, []).extend(values)

    threads = [threading.Thread(target=one, args=(first + i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put((times, len(launched), errors))


def real_clients(controller, end):
    """Two installed clients at work until the end: how many commands they ran, and what went wrong."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    script = cache / "outlast-e2e" / "sky-0.14.1" / "bin" / "sky"
    if not script.exists():
        print("  no real client takes part: e2e/sky/run --install installs it")
        time.sleep(max(0, end - time.monotonic()))
        return 0, []
    ran, wrong = [], []

    def one(who):
        home = controller.work / f"client{who}"
        home.mkdir()
        environment = {**controller.environment, "HOME": str(home), "SKYPILOT_DISABLE_USAGE_COLLECTION": "1",
                       "SKYPILOT_API_SERVER_ENDPOINT": f"http://127.0.0.1:{controller.port}"}
        del environment["PYTHONPATH"]  # where this file is a module of the client's name

        def sky(*arguments):
            said = subprocess.run([str(script), *arguments], env=environment, stdin=subprocess.DEVNULL, timeout=120,
                                  capture_output=True, text=True, check=False)
            ran.append(arguments)
            if said.returncode != 0:
                wrong.append(f"sky {' '.join(arguments)}: {said.stdout[-300:]}{said.stderr[-300:]}")
            return said.stdout

        while time.monotonic() < end and not wrong:
            found = re.search(r"sky jobs logs ([0-9]+)", sky("jobs", "launch", "-y", "-d", "-n", "real", "echo real"))
            if not found:
                wrong.append("sky jobs launch told no id")
                return
            sky("jobs", "queue")
            if "real" not in sky("jobs", "logs", found.group(1)):
                wrong.append("sky jobs logs showed nothing")

    threads = [threading.Thread(target=one, args=(i,)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(ran), wrong
