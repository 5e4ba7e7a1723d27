"""100,000 finished and 10,000 live hollow jobs, then jobs that come and go: does the controller's memory stay flat?"""
import subprocess
import time

from house import Controller, ended_well, figure, find_java, live, task

CONFIG = """\
limits:
  places:
    local: 20000
providers:
  local:
    hollow: true
"""


def run(short):
    finished, alive, minutes = (2_000, 1_000, 0.1) if short else (100_000, 10_000, 30)
    with Controller(CONFIG) as controller:
        for _ in range(finished // 1_000):
            controller.submit(task("true"), count=1_000)
        controller.until(ended_well(finished), 600, every=0.1)
        controller.submit(task("true", OUTLAST_HOLLOW_SECONDS=100000), count=alive)
        controller.until(lambda counts: counts.get("RUNNING", 0) >= alive, 300, every=0.1)
        done, began, last = finished, time.perf_counter(), -1e9
        show(controller, 0, done)
        while time.perf_counter() - began < 60 * minutes:
            controller.submit(task("true", OUTLAST_HOLLOW_SECONDS=1), count=100)
            done += 100
            controller.until(lambda counts: counts.get("SUCCEEDED", 0) >= done, 60, every=0.2)
            if time.perf_counter() - last > 300:
                last = time.perf_counter()
                show(controller, (last - began) / 60, done)
        show(controller, (time.perf_counter() - began) / 60, done)
        if live(controller.counts()) < alive:
            raise SystemExit("bench: live jobs were lost")


def show(controller, minutes, done):
    """Live heap after a full collection, and what the process holds."""
    figure(f"heap in use after {minutes:.1f} min, {done:,} finished", heap(controller), "MB")
    figure("resident", controller.memory()[0], "MB")


def heap(controller):
    jcmd = find_java().removesuffix("java") + "jcmd"
    ask = [jcmd, str(controller.pid), "GC.run"]
    subprocess.run(ask, check=True, stdout=subprocess.DEVNULL)
    told = subprocess.run([jcmd, str(controller.pid), "GC.heap_info"], check=True, stdout=subprocess.PIPE, text=True)
    used = 0
    for line in told.stdout.splitlines():
        # The two generations of the serial collector; their spaces are parts of them, and metaspace is no heap.
        if line.startswith(("DefNew", "Tenured")):
            words = line.replace(",", " ").split()
            used += int(words[words.index("used") + 1].removesuffix("K"))
    if not used:
        raise SystemExit(f"bench: cannot read the heap from: {told.stdout}")
    return used / 1024
