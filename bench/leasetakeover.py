"""Two controllers over one PostgreSQL, elected by a Lease of a real API server: the leader is killed, and how long until
a submit through the other is answered. Renewals and looks come every `retry`, without jitter."""
import pathlib
import shutil
import statistics
import tempfile
import time

from failover import take_over
from house import Controller, figure
from kube import NAMESPACE, Cluster, is_here
from postgres import Postgres
from restart import hollow_task

CONFIG = """\
limits:
  places:
    local: 20000
shared:
  directory: {shared}
  secrets_key: {shared}/key
leadership:
  kind: kubernetes
  kubeconfig: {kubeconfig}
  namespace: {namespace}
  lease: {lease}
"""
FAST = "  duration: 4s\n  renew_deadline: 3s\n  retry: 500ms\n"


def run(short):
    if not is_here():
        return
    with Cluster(0) as cluster:
        measure(cluster, "15/10/2", "", 1 if short else 30)
        measure(cluster, "4/3/0.5", FAST, 1 if short else 30)


def measure(cluster, name, times, rounds):
    """`times` is empty for the defaults."""
    shared = pathlib.Path(tempfile.mkdtemp(prefix="outlast-bench-shared-"))
    try:
        with Postgres() as server:
            config = server.config() + CONFIG.format(
                shared=shared, kubeconfig=cluster.directory / "admin.conf", namespace=NAMESPACE,
                lease=f"bench-{len(times)}") + times
            with Controller(config) as one, Controller(config) as other:
                one.submit(hollow_task(), count=100)
                one.until(lambda counts: counts.get("RUNNING", 0) >= 100, 120, every=0.05)
                took = []
                for _ in range(rounds):
                    took.append(take_over(one, other, "killed"))
                    time.sleep(1)
                took.sort()
                figure(f"Lease of {name}, leader killed, to a submit answered: p50", statistics.median(took), "s")
                figure(f"Lease of {name}: p99 of {rounds}", took[min(len(took) - 1, int(0.99 * len(took)))], "s")
                if other.counts().get("RUNNING", 0) < 100:
                    raise SystemExit(f"bench: jobs changed over the take-overs: {other.counts()}")
    finally:
        shutil.rmtree(shared, ignore_errors=True)
