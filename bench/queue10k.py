"""`outlast queue` as a whole process, against a controller with 10,000 live jobs."""
import time

from house import Controller, figure, spread, task

CONFIG = """\
limits:
  places:
    local: 20000
providers:
  local:
    hollow: true
"""


def run(short):
    with Controller(CONFIG) as controller:
        controller.submit(task("true", OUTLAST_HOLLOW_SECONDS=100000), count=10_000)
        controller.until(lambda counts: counts.get("RUNNING", 0) >= 10_000, 120, every=0.05)
        for arguments in (("queue",), ("queue", "-o", "json"), ("--version",)):
            times = []
            for _ in range(5 if short else 21):
                began = time.perf_counter()
                said = controller.cli(*arguments)
                times.append(1000 * (time.perf_counter() - began))
                if said.returncode != 0:
                    raise SystemExit(f"bench: outlast {arguments} failed: {said.stderr}")
            spread("outlast " + " ".join(arguments), times, "ms")
            figure("its output", len(said.stdout) / 1024, "KiB")
