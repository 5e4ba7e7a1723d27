"""Jobs on hollow nodes (timers instead of processes): what the controller itself can do."""
import time

from house import Controller, ended_well, figure, shells_per_second, task

CONFIG = """\
limits:
  places:
    local: 20000
providers:
  local:
    hollow: true
"""


def run(short):
    number = 5_000 if short else 50_000
    figure("shells alone, in two loops", shells_per_second(), "/s")
    with Controller(CONFIG) as controller:
        controller.submit(task("true"), count=1000)
        controller.until(ended_well(1000), 60)
        cpu, began = controller.cpu(), time.perf_counter()
        controller.submit(task("true"), count=number)
        controller.until(ended_well(1000 + number), 300, every=0.02)
        took = time.perf_counter() - began
        figure(f"{number:,} hollow jobs, submit to all SUCCEEDED", took, "s")
        figure("jobs/s", number / took, "/s")
        figure("controller's processor time per job", 1000 * (controller.cpu() - cpu) / number, "ms")
