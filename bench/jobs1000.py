"""One submit of 1,000 jobs that do nothing: jobs per second, and who used the processors meanwhile."""
import time

from house import Controller, ended_well, figure, machine_cpu, shells_per_second, task


def run(short):
    figure("shells alone, in two loops", shells_per_second(), "/s")
    with Controller() as controller:
        controller.submit(task("true"))
        controller.until(ended_well(1), 120)
        for i in range(1 if short else 5):
            cpu, machine, began = controller.cpu(), machine_cpu(), time.perf_counter()
            controller.submit(task("true"), count=1000)
            controller.until(ended_well(1 + 1000 * (i + 1)), 100, every=0.02)
            took = time.perf_counter() - began
            cpu, machine = controller.cpu() - cpu, machine_cpu() - machine
            figure("1,000 jobs, submit to all SUCCEEDED", took, "s")
            figure("jobs/s", 1000 / took, "/s")
            figure("controller's processor time", cpu, "s")
            figure("controller's share of what the machine used", 100 * cpu / machine, "%")
