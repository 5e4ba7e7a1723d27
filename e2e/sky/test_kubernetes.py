"""`sky jobs` where a job is a gang of pods of a real cluster: a control plane and a kubelet that runs them."""
import json
import os
import pathlib
import re

import pytest

from house import Controller, Sky, until
from kube import IMAGE, free_ports, kubernetes  # noqa: F401 (a fixture)
from test_launch import one_id

SPACE = "jobs"
CONFIG = """\
backoff:
  first: 0s
providers:
  kubernetes:
    kubeconfig: {kubeconfig}
    namespace: {space}
    image: {image}
"""
# It ends by itself where it was made for the third time.
GANG = """\
name: gang
num_nodes: 2
resources:
  infra: k8s
  cpus: 0.1+
  memory: 0.1+
setup: test $SKYPILOT_NUM_NODES = 2
run: |
  echo "rank $SKYPILOT_NODE_RANK of $(echo "$SKYPILOT_NODE_IPS" | sort -u | wc -l) in $OUTLAST_ATTEMPT is $SKYPILOT_TASK_ID."
  if [ $OUTLAST_ATTEMPT -lt 3 ]; then
    while :; do sleep 0.2; done
  fi
"""
WAIT = 60


@pytest.fixture
def outlast(kubernetes):  # noqa: F811
    """A controller whose only launcher is kubernetes, with a namespace for its jobs."""
    kubernetes.kubectl("create", "namespace", SPACE)
    kubernetes.kubectl("label", "namespace", SPACE, "pod-security.kubernetes.io/enforce=restricted")
    until("pods can be made", lambda: "default" in kubernetes.kubectl("-n", SPACE, "get", "serviceaccounts"))
    controller = Controller(
        pathlib.Path(os.environ["SKY_SUITE_BASE"]) / "outlast-kubernetes", int(free_ports(1)[0]),
        CONFIG.format(kubeconfig=kubernetes.kubeconfig, space=SPACE, image=IMAGE))
    controller.environment["OUTLAST_WITHOUT"] = "local"
    controller.start()
    yield controller
    controller.cancel_all()
    controller.stop()


@pytest.fixture
def sky(outlast):
    """The command that asks this controller: the endpoint is read when the client is imported."""
    client = Sky(pathlib.Path(os.environ["SKY_SUITE_BASE"]) / "home",
                 {**os.environ, "SKYPILOT_API_SERVER_ENDPOINT": outlast.endpoint})
    client.open()
    yield client
    client.close()


def row(sky, number):
    said = sky("jobs", "queue", "-o", "json", "-a")
    assert said.code == 0, said.text
    [found] = [one for one in json.loads(said.out) if one["job_id"] == number]
    return found


def test_gang_of_pods_loses_its_head_and_a_worker(sky, outlast, kubernetes, tmp_path):  # noqa: F811
    (tmp_path / "gang.yaml").write_text(GANG)
    number = one_id(sky("jobs", "launch", "-y", "-d", tmp_path / "gang.yaml"))
    printed = re.compile(r"rank ([01]) of 2 in ([0-9]) is (\S+)\.")

    def output():
        return outlast.http("GET", f"/v1/jobs/{number}/logs?rank=0")[2]

    def running(attempt):
        return f" in {attempt} is " in output() and outlast.status(number) == "RUNNING"

    def reach(what, holds):
        try:
            until(what, holds, WAIT)
        except AssertionError as late:
            raise AssertionError("\n".join([
                str(late), outlast.outlast("events", str(number)).stdout, output(),
                kubernetes.kubectl("-n", SPACE, "get", "pods", "-o", "wide"),
                kubernetes.kubectl("-n", SPACE, "get", "events")])) from None

    lost = []
    for attempt, rank in ((1, 0), (2, 1)):
        reach(f"attempt {attempt} runs", lambda: running(attempt))
        assert row(sky, number)["recovery_count"] == attempt - 1
        pods = kubernetes.pods(SPACE)
        [victim] = [name for name in pods if name.endswith(f"-{rank}")]
        assert len(pods) == 2 and victim not in lost, pods
        lost.append(victim)
        kubernetes.kubectl("-n", SPACE, "delete", "pod", victim, "--wait=false")
    reach("it succeeds", lambda: outlast.status(number) == "SUCCEEDED")

    end = row(sky, number)
    assert end["status"] == "SUCCEEDED" and end["recovery_count"] == 2, end
    table = sky("jobs", "queue")
    assert re.search(rf"^{number} .*gang.* 2 +SUCCEEDED", table.text, re.M), table.text
    logs = sky("jobs", "logs", number)
    assert logs.code == 0, logs.text
    told = printed.findall(logs.text)
    assert {(who, attempt) for who, attempt, _ in told} >= {("0", "1"), ("0", "2"), ("0", "3")}, logs.text
    assert len({task for _, _, task in told}) == 1 and f"_gang_{number}-" in told[0][2], told
    events = sky("jobs", "logs", "--controller", number).text
    for attempt, pod in enumerate(lost, 1):
        assert re.search(rf"attempt {attempt}: lost .*(PREEMPTED|NODE_LOST): .*{pod}", events), events
    until("no pod is left", lambda: not kubernetes.kubectl("-n", SPACE, "get", "pods", "-o", "name"), WAIT)
