"""Durable single submits over HTTP by 64 clients at once."""
import os
import re
import subprocess
import tempfile

from house import ROOT, Controller, figure, find_java, task

# Nothing but the first job is admitted: the figure is submitting alone, not running.
CONFIG = "limits:\n  total: 1\n"


def run(short):
    measure("as it is", {}, short)
    with tempfile.TemporaryDirectory() as folder:
        slow = f"{folder}/slowsync.so"
        built = subprocess.run(
            ["cc", "-O2", "-shared", "-fPIC", "-o", slow, str(ROOT / "bench/src/slowsync.c"), "-ldl"], check=False
        ) if any(os.access(f"{d}/cc", os.X_OK) for d in os.environ["PATH"].split(":")) else None
        if built is None or built.returncode != 0:
            print("  every fsync 5 ms longer: not measured, there is no C compiler")
            return
        measure("every fsync 5 ms longer", {"LD_PRELOAD": slow, "SLOWSYNC_MILLIS": "5"}, short)


def measure(what, environment, short, config=""):
    with Controller(CONFIG + config, environment) as controller:
        controller.submit(task("sleep 100000"))
        body = controller.work / "task.yaml"
        body.write_text(task("true"))
        java = find_java()
        said = subprocess.run(
            [java, "-XX:+UseSerialGC", str(ROOT / "bench/src/Submits.java"), str(controller.port), "64",
             "3" if short else "10", "8" if short else "30", str(body)],
            stdout=subprocess.PIPE, text=True, check=True, timeout=120).stdout
        found = dict(re.findall(r"(\w+)=([\d.]+)", said))
        figure(f"submits/s, {what}", float(found["per_second"]), "/s")
        for name in ("p50", "p99", "max"):
            figure(f"answer {name}, {what}", float(found[name]), "ms")
        figure(f"answers other than 201, {what}", float(found["refused"]), "")
        jobs = sum(controller.counts().values())
        if jobs < float(found["created"]):
            raise SystemExit(f"bench: {found['created']} submits were acknowledged, but there are {jobs} jobs")
