"""From a pod's deletion, and from a node's silence, to the recovery: what the job's own history says."""
import datetime
import time

from house import Controller, figure, spread
from kube import NAMESPACE, Cluster, is_here, pod_task

GRACE = 10  # seconds after which the cluster takes a silent node for lost
TOLERATED = 5  # and from that to the eviction of its pods


def run(short):
    if not is_here():
        return
    deletes = 5 if short else 40
    with Cluster(10, grace=f"{GRACE}s") as cluster, \
            Controller(cluster.config() + "backoff:\n  first: 0s\n") as controller:
        job = controller.submit(pod_task(ends=False))[0]
        lost, back = [], []
        for i in range(deletes):
            name = running_pod(cluster, controller, job, i + 1)
            # A loss at once after a start is another case.
            time.sleep(0.5)
            began = time.time()
            cluster.api("DELETE", f"/api/v1/namespaces/{NAMESPACE}/pods/{name}")
            lost.append(recovering(controller, job, i + 1) - began)
            running_pod(cluster, controller, job, i + 2)
            back.append(time.time() - began)
        spread("pod deleted to recovery started", lost, "s")
        spread("pod deleted to running again", back, "s")
        controller.cancel_all()
        silence(cluster, controller, 1 if short else 5)


def silence(cluster, controller, rounds):
    """Each node has a simulator of its own, and the job's one is killed."""
    seen, after = [], []
    for i in range(rounds):
        mortal = f"mortal-{i}"
        cluster.add_node(mortal, "alone")
        cluster.simulate(mortal, f"--manage-single-node={mortal}", lease=GRACE)
        cluster.await_nodes(11)
        pinned = f"""\
config:
  kubernetes:
    pod_config:
      spec: {{nodeSelector: {{kubernetes.io/hostname: {mortal}}}}}
"""
        job = controller.submit(pod_task(ends=False) + pinned)[0]
        name = running_pod(cluster, controller, job, 1)
        began = time.time()
        cluster.kill_simulator(mortal)
        until = began + 120
        evicted, looked = None, began
        while evicted is None and time.time() < until:
            now = time.time()
            pod = next((one for one in cluster.pods() if one["metadata"]["name"] == name), None)
            # Kubernetes' own detection ends when it evicts: that is all a controller may believe. It was after the last
            # look; the pod may even have been released since.
            if pod is None or pod["metadata"].get("deletionTimestamp"):
                evicted = looked
            looked = now
            time.sleep(0.02)
        if evicted is None:
            raise SystemExit("bench: the cluster did not evict from its silent node")
        seen.append(evicted - began)
        after.append(recovering(controller, job, 1) - evicted)
        controller.cancel_all()
        cluster.api("DELETE", f"/api/v1/nodes/{mortal}")
    spread("node silent to its pods' eviction by the cluster", seen, "s")
    spread("from that to recovery started", after, "s")
    figure("the two settings of the cluster together", GRACE + TOLERATED, "s")


def running_pod(cluster, controller, job, attempt):
    """The name of the pod, when the job runs in its attempt of this number."""
    until = time.time() + 120
    while time.time() < until:
        events = history(controller, job)
        if sum(1 for e in events if e["status"] == "RUNNING") >= attempt:
            for pod in cluster.pods():
                if pod["metadata"]["labels"].get("outlast.dev/job") == str(job) \
                        and "deletionTimestamp" not in pod["metadata"]:
                    return pod["metadata"]["name"]
        time.sleep(0.005)
    raise SystemExit(f"bench: job {job} did not run for the {attempt}th time: {history(controller, job)[-4:]}")


def recovering(controller, job, number):
    """When the job went into RECOVERING for this time, in seconds since 1970, as its history says."""
    until = time.time() + 120
    while time.time() < until:
        found = [e for e in history(controller, job) if e["status"] == "RECOVERING"]
        if len(found) >= number:
            return datetime.datetime.fromisoformat(found[number - 1]["at"].replace("Z", "+00:00")).timestamp()
        time.sleep(0.01)
    raise SystemExit(f"bench: job {job} did not recover")


def history(controller, job):
    """Its events that changed its status."""
    events = controller.api("GET", f"/v1/jobs/{job}/events?limit=1000")["events"]
    return [e for i, e in enumerate(events) if i == 0 or e["status"] != events[i - 1]["status"]]
