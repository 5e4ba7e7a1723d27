"""From a submit to the first line of the user's script."""
import subprocess
import time

from house import Controller, ended_well, spread, task


def run(short):
    with Controller() as controller:
        profile = []
        for _ in range(5 if short else 20):
            began = time.perf_counter()
            subprocess.run(["bash", "-lc", ":"], env=controller.environment, check=True)
            profile.append(time.perf_counter() - began)
        spread("a login shell alone", [1000 * t for t in profile], "ms")
        warm = latencies(controller, 5, 1, 0)
        alone = 15 if short else 100
        spread("submit to user's shell, one at a time",
               latencies(controller, alone, 1, len(warm)), "ms")
        many = 50 if short else 500
        spread("submit to user's shell, 10 in flight",
               latencies(controller, many, 10, len(warm) + alone), "ms")


def latencies(controller, number, in_flight, before):
    """Keeps `in_flight` jobs going until `number` are done; milliseconds of each."""
    began = []
    for i in range(number):
        controller.until(lambda counts, i=i: counts.get("SUCCEEDED", 0) > before + i - in_flight, 60, every=0.002)
        mark = controller.work / f"{before + i}"
        began.append((mark, time.time()))
        controller.submit(task(f"echo $EPOCHREALTIME > {mark}"))
    controller.until(ended_well(before + number), 60)
    return [1000 * (float(mark.read_text().replace(",", ".")) - at) for mark, at in began]
