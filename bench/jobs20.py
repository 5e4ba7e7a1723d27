"""20 jobs that do nothing: from the first submit until all SUCCEEDED."""
import time

from house import Controller, ended_well, spread, task


def run(short):
    with Controller() as controller:
        controller.submit(task("true"))
        controller.until(ended_well(1), 120)
        times = []
        for i in range(3 if short else 15):
            began = time.perf_counter()
            for _ in range(20):
                controller.submit(task("true"))
            controller.until(ended_well(1 + 20 * (i + 1)), 60)
            times.append(time.perf_counter() - began)
        spread("20 jobs, submit to all SUCCEEDED", times, "s")
