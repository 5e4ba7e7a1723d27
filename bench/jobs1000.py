"""One submit of 1,000 jobs that do nothing: jobs per second, and who used the processors meanwhile.

First with an empty login profile, then with the machine's own /etc/profile, which may start programs for each job.
"""
import time

from house import Controller, empty_etc_profile, ended_well, figure, machine_cpu, shells_per_second, task


def run(short):
    figure("shells alone, in two loops", shells_per_second(), "/s")
    rounds = 1 if short else 5
    if empty_etc_profile() is None:
        print("  an empty /etc/profile is not measured: mounting one over the machine's is not allowed here")
    else:
        print("  with an empty login profile")
        measure(rounds, empty_profile=True)
    print("  with the machine's own /etc/profile")
    measure(rounds, empty_profile=False)


def measure(rounds, empty_profile):
    with Controller(empty_profile=empty_profile) as controller:
        controller.submit(task("true"))
        controller.until(ended_well(1), 120)
        for i in range(rounds):
            cpu, engine, machine = controller.cpu(), controller.thread_cpu("engine"), machine_cpu()
            began = time.perf_counter()
            controller.submit(task("true"), count=1000)
            controller.until(ended_well(1 + 1000 * (i + 1)), 100, every=0.02)
            took = time.perf_counter() - began
            cpu, engine = controller.cpu() - cpu, controller.thread_cpu("engine") - engine
            machine = machine_cpu() - machine
            figure("1,000 jobs, submit to all SUCCEEDED", took, "s")
            figure("jobs/s", 1000 / took, "/s")
            figure("controller's processor time", cpu, "s")
            figure("controller's share of what the machine used", 100 * cpu / machine, "%")
            figure("the engine's thread alone", 100 * engine / machine, "%")
