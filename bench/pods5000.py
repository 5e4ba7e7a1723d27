"""5,000 running pods of as many jobs on simulated nodes: what watching them costs when nothing changes."""
import time

from churn import heap
from house import Controller, figure
from kube import Cluster, is_here, pod_task


def run(short):
    if not is_here():
        return
    number, nodes, seconds = (100, 20, 8) if short else (5_000, 200, 120)
    with Cluster(nodes) as cluster, Controller(cluster.config()) as controller:
        controller.submit(pod_task(ends=False))
        running(controller, 1)
        before = heap(controller)
        began = time.perf_counter()
        for done in range(0, number, 500):
            controller.submit(pod_task(ends=False), count=min(500, number - done))
        running(controller, 1 + number)
        figure(f"{number:,} jobs, submit to all RUNNING", time.perf_counter() - began, "s")
        figure("heap in use with one pod", before, "MB")
        figure(f"more with {number:,} others", heap(controller) - before, "MB")
        # The last events are heard, and its logs have been asked for once.
        time.sleep(3 if short else 60)
        calls, cpu, began = cluster.calls(), controller.cpu(), time.perf_counter()
        time.sleep(seconds)
        took = time.perf_counter() - began
        figure("of one processor, when nothing changes", 100 * (controller.cpu() - cpu) / took, "%")
        made = cluster.calls() - calls
        figure("API calls per second, when nothing changes", sum(made.values()) / took, "/s")
        print("    " + ", ".join(f"{name} {count}" for name, count in made.most_common()), flush=True)
        figure("heap in use then, over one pod", heap(controller) - before, "MB")


def running(controller, number):
    controller.until(lambda counts: counts.get("RUNNING", 0) >= number, 900, every=0.1)
