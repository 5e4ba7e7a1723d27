"""Cancel of 1,000 running jobs, until the last process is gone."""
import time

from house import Controller, figure, task


def run(short):
    number = 200 if short else 1000
    with Controller() as controller:
        controller.submit(task("sleep 100000"), count=number)
        controller.until(lambda counts: counts.get("RUNNING", 0) >= number, 120, every=0.05)
        cpu, began = controller.cpu(), time.perf_counter()
        controller.api("POST", "/v1/jobs/cancel", {"all": True})
        answered = time.perf_counter() - began
        controller.until(lambda counts: counts.get("CANCELLED", 0) >= number, 60)
        cancelled = time.perf_counter() - began
        # What is left: the controller itself.
        while len(controller.processes()) > 1:
            if time.perf_counter() - began > 60:
                raise SystemExit("bench: processes of cancelled jobs are left")
            time.sleep(0.05)
        figure(f"cancel of {number:,} running jobs, answered", answered, "s")
        figure("all CANCELLED", cancelled, "s")
        figure("all processes gone", time.perf_counter() - began, "s")
        figure("controller's processor time", controller.cpu() - cpu, "s")
