"""From the death of a job's processes to the first line of `run` in the next attempt. Back-off is set to none."""
import time

from house import Controller, spread, task

CONFIG = "backoff:\n  first: 0s\n"


def run(short):
    with Controller(CONFIG) as controller:
        for verb, what in (("preempt", "the provider says so"), ("lose-node", "the process group is gone")):
            marks = controller.work / verb
            job = controller.submit(task(f"echo $EPOCHREALTIME >> {marks}\nsleep 100000"))[0]
            times = []
            lines(marks, 1)
            for i in range(5 if short else 30):
                # Ended a second after it started: a loss at once after a start is another case.
                time.sleep(1)
                began = time.time()
                controller.rehearse(verb, job=str(job))
                times.append(float(lines(marks, i + 2)[-1]) - began)
            spread(f"lost to running again, {what}", times, "s")
            controller.cancel_all()


def lines(marks, number):
    until = time.time() + 60
    while time.time() < until:
        found = marks.read_text().replace(",", ".").split() if marks.exists() else []
        if len(found) >= number:
            return found
        time.sleep(0.002)
    raise SystemExit(f"bench: run did not start for the {number}th time within a minute")
