"""1,000 single-pod jobs submitted at once on 200 simulated nodes, beside a bare loop that makes, ungates and deletes the
same pods; and what a job costs the API server over its whole life."""
import json
import re
import statistics
import subprocess
import time

from house import ROOT, Controller, ended_well, figure, find_java, machine_cpu
from kube import NAMESPACE, Cluster, is_here, pod_task, show_cpu

AT_A_TIME = 16  # calls, of the loop as of the controller (`calls_at_a_time`)


def run(short):
    if not is_here():
        return
    number, nodes, rounds, warm = (150, 30, 1, 150) if short else (1_000, 200, 3, 400)
    with Cluster(nodes) as cluster:
        with Controller(cluster.config()) as controller:
            template = like_ours(cluster, controller)
        # By turns: the machine is not equally fast in every minute. No controller runs beside the loop.
        bare, ours = [loop(cluster, template, "loop-0-", number)], []
        for i in range(rounds):
            with Controller(cluster.config()) as controller:
                # The first jobs warm a controller up that is made to run for months.
                jobs(cluster, controller, warm, 0)
                ours.append(jobs(cluster, controller, number, warm))
            bare.append(loop(cluster, template, f"loop-{i + 1}-", number))
    shares = [100 * (bare[i] + bare[i + 1]) / 2 / ours[i] for i in range(rounds)]
    figure("pods/s of the bare loop, best", number / min(bare), "/s")
    figure("jobs/s of the controller, best", number / min(ours), "/s")
    figure("the controller's share of the loops around it", statistics.median(shares), "% (median)")
    print("    of each round: " + ", ".join(f"{share:.0f} %" for share in shares), flush=True)
    figure("the same, best of each", 100 * min(bare) / min(ours), "%")


def like_ours(cluster, controller):
    """A pod as the controller makes them, with NAME for its name."""
    controller.submit(pod_task(ends=False))
    controller.until(lambda counts: counts.get("RUNNING", 0) == 1, 120, every=0.05)
    pod = cluster.pods()[0]
    meta, spec = pod["metadata"], pod["spec"]
    labels = {k: v for k, v in meta["labels"].items() if "installation" not in k} | {"bench": "ends"}
    kept = {k: v for k, v in spec.items() if k not in ("nodeName", "priority", "preemptionPolicy")}
    kept["schedulingGates"] = [{"name": "outlast.dev/activate"}]
    return json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {
        "name": "NAME", "labels": labels, "annotations": meta["annotations"]}, "spec": kept})


def loop(cluster, template, prefix, number):
    pattern = cluster.directory / "pod.json"
    pattern.write_text(template)
    token = cluster.directory / "token"
    token.write_text(cluster.token())
    before = cluster.cpu()
    said = subprocess.run(
        [find_java(), "-XX:+UseSerialGC", str(ROOT / "bench/src/PodLoop.java"), f"https://127.0.0.1:{cluster.port}",
         str(cluster.directory / "pki/ca.crt"), str(token), NAMESPACE, str(pattern), prefix, str(number),
         str(AT_A_TIME)], stdout=subprocess.PIPE, text=True, check=True, timeout=280).stdout
    took = float(re.search(r"seconds=([\d.]+)", said).group(1))
    figure(f"bare loop, {number:,} pods made, ungated, deleted", took, "s")
    show_cpu("the cluster for the loop, its warm-up included", before, cluster.cpu(), number + min(200, number))
    return took


def jobs(cluster, controller, number, before):
    """The time so many jobs take in a controller that has run some before."""
    cluster.await_pods(lambda pods: not pods, 60)
    time.sleep(2)  # the last lines of the audit
    calls, parts = cluster.calls(), cluster.cpu()
    cpu, machine, began = controller.cpu(), machine_cpu(), time.perf_counter()
    controller.submit(pod_task(), count=number)
    # Who asks more often is a load of its own on the machine that is measured.
    controller.until(ended_well(before + number), 280, every=0.1)
    took = time.perf_counter() - began
    cluster.await_pods(lambda pods: not pods, 60, every=0.02)
    gone = time.perf_counter() - began
    cpu, machine = controller.cpu() - cpu, machine_cpu() - machine
    figure(f"{number:,} jobs{'' if before else ' (warm-up)'}, submit to all SUCCEEDED", took, "s")
    figure("the same, until the last pod is gone", gone, "s")
    show_cpu("the cluster for the jobs", parts, cluster.cpu(), number)
    figure("controller's processor time per job", 1000 * cpu / number, "ms")
    figure("controller's share of what the machine used", 100 * cpu / machine, "%")
    time.sleep(2)
    made = cluster.calls() - calls
    figure("API calls per job over its whole life", sum(made.values()) / number, "")
    print("    " + ", ".join(f"{name} {count / number:.2f}" for name, count in made.most_common()), flush=True)
    return gone
