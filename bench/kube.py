"""A real control plane on loopback with simulated nodes, for the benches about Kubernetes, and who counts its calls."""
import collections
import http.client
import json
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import tempfile
import time

from house import ROOT, TICKS, alive, free_port

CACHE = pathlib.Path(os.environ.get("OUTLAST_COUNTERPARTIES") or pathlib.Path.home() / ".cache/outlast-counterparties")
NEEDED = ("k8sbox", "kwok", "kwok.yaml")
NAMESPACE = "jobs"
ACCOUNT = f"system:serviceaccount:{NAMESPACE}:outlast"

# Only what the controller's account asks for, once for each request.
AUDIT = f"""\
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules:
- {{level: Metadata, users: ["{ACCOUNT}"]}}
- {{level: None}}
"""

# Beside kwok's own stages: pods with this label end well as soon as they run; and no pod prints anything.
STAGES = """\
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: {name: bench-ends}
spec:
  resourceRef: {apiGroup: v1, kind: Pod}
  selector:
    matchLabels: {bench: ends}
    matchExpressions:
    - {key: .metadata.deletionTimestamp, operator: DoesNotExist}
    - {key: .status.phase, operator: In, values: [Running]}
  next:
    statusTemplate: |
      {{ $now := Now }}
      containerStatuses:
      {{ range .spec.containers }}
      - image: {{ .image | Quote }}
        name: {{ .name | Quote }}
        ready: false
        restartCount: 0
        started: false
        state:
          terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}
      {{ end }}
      phase: Succeeded
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: ClusterLogs
metadata: {name: bench-silence}
spec:
  logs: [{logsFile: SILENCE, follow: false}]
"""

ROLES = [
    (["pods"], ["create", "get", "list", "watch", "patch", "delete"]),
    (["pods/log"], ["get"]),
    (["pods/exec"], ["create", "get"]),
    (["secrets"], ["create", "get", "update"]),
    (["services"], ["create"]),
    (["configmaps"], ["create", "get", "list", "patch", "delete"]),
]


def is_here():
    """Says so when what it needs was not built; then there is nothing to measure."""
    missing = [name for name in NEEDED if not (CACHE / name).exists()]
    if missing:
        print(f"  SKIPPED: {', '.join(missing)} not in {CACHE}; e2e/kubernetes/build makes them")
    return not missing


class Cluster:
    """Leaves nothing: no process, no file."""

    def __init__(self, nodes, grace="40s"):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="outlast-bench-kubernetes-"))
        self.nodes = nodes
        self.grace = grace
        self.port = free_port()
        self.simulators = {}
        self.connection = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        policy = self.directory / "audit.yaml"
        policy.write_text(AUDIT)
        environment = dict(os.environ)
        # Without more calls per second to their server, its own parts would be what is measured.
        environment["OUTLAST_SCHEDULER"] = "--kube-api-qps=5000 --kube-api-burst=5000"
        environment["OUTLAST_MANAGER"] = (
            "--kube-api-qps=500 --kube-api-burst=500 --node-monitor-period=2s"
            f" --node-monitor-grace-period={self.grace}")
        environment["OUTLAST_APISERVER"] = (
            f"--audit-policy-file={policy} --audit-log-path={self.directory}/audit.log"
            " --default-not-ready-toleration-seconds=5 --default-unreachable-toleration-seconds=5")
        ports = [str(free_port()) for _ in range(4)]
        subprocess.run(
            [str(ROOT / "e2e/chart/control-plane"), str(self.directory), str(CACHE / "k8sbox"), ports[0], ports[1],
             str(self.port), ports[2], ports[3]], env=environment, check=True, timeout=180,
            stdin=subprocess.DEVNULL)
        self.prepare()
        self.simulate("kwok", "--manage-all-nodes=false", "--manage-nodes-with-annotation-selector=bench=fake")
        for i in range(self.nodes):
            self.add_node(f"node-{i:03}", "fake")
        self.await_nodes(self.nodes)

    def prepare(self):
        meta = {"name": NAMESPACE}
        self.api("POST", "/api/v1/namespaces", {"metadata": meta})
        named = {"metadata": {"name": "outlast"}}
        self.api("POST", f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts", named)
        rbac = "/apis/rbac.authorization.k8s.io/v1"
        rules = [{"apiGroups": [""], "resources": what, "verbs": verbs} for what, verbs in ROLES]
        everywhere = [{"apiGroups": [""], "resources": ["nodes", "pods"], "verbs": ["list", "watch"]}]
        whom = [{"kind": "ServiceAccount", "name": "outlast", "namespace": NAMESPACE}]
        group = "rbac.authorization.k8s.io"
        self.api("POST", f"{rbac}/namespaces/{NAMESPACE}/roles", named | {"rules": rules})
        self.api("POST", f"{rbac}/clusterroles", named | {"rules": everywhere})
        self.api("POST", f"{rbac}/namespaces/{NAMESPACE}/rolebindings", named | {
            "subjects": whom, "roleRef": {"apiGroup": group, "kind": "Role", "name": "outlast"}})
        self.api("POST", f"{rbac}/clusterrolebindings", named | {
            "subjects": whom, "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": "outlast"}})
        token = self.token()
        authority = self.directory / "pki/ca.crt"
        (self.directory / "outlast.conf").write_text(f"""\
apiVersion: v1
kind: Config
clusters: [{{name: it, cluster: {{server: "https://127.0.0.1:{self.port}", certificate-authority: {authority}}}}}]
users: [{{name: outlast, user: {{token: {token}}}}}]
contexts: [{{name: it, context: {{cluster: it, user: outlast, namespace: {NAMESPACE}}}}}]
current-context: it
""")

    def token(self):
        return self.api("POST", f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/outlast/token",
                        {"spec": {"expirationSeconds": 86400}})["status"]["token"]

    def config(self):
        """Of a controller with this cluster alone."""
        return (f"limits:\n  places:\n    kubernetes: 20000\nproviders:\n  kubernetes:\n"
                f"    kubeconfig: {self.directory}/outlast.conf\n")

    def simulate(self, name, *which, lease=40):
        silence = self.directory / "silence"
        silence.touch()
        stages = self.directory / "kwok.yaml"
        stages.write_text((CACHE / "kwok.yaml").read_text() + STAGES.replace("SILENCE", str(silence)))
        pki = self.directory / "pki"
        with open(self.directory / "log" / name, "wb") as log:
            self.simulators[name] = subprocess.Popen(
                [str(CACHE / "kwok"), f"--kubeconfig={self.directory}/admin.conf", f"--config={stages}", *which,
                 f"--node-lease-duration-seconds={lease}", "--node-ip=127.0.0.1", f"--tls-cert-file={pki}/apiserver.crt",
                 f"--tls-private-key-file={pki}/apiserver.key", f"--server-address=127.0.0.1:{free_port()}"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def kill_simulator(self, name):
        process = self.simulators.pop(name)
        process.kill()
        process.wait()

    def add_node(self, name, kept):
        amounts = {"cpu": "32", "memory": "256Gi", "pods": "110"}
        self.api("POST", "/api/v1/nodes", {
            "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name, "kubernetes.io/os": "linux"},
                         "annotations": {"bench": kept, "kwok.x-k8s.io/node": kept}},
            "status": {"capacity": amounts, "allocatable": amounts}})

    def await_nodes(self, count):
        until = time.monotonic() + 120
        while time.monotonic() < until:
            ready = [n for n in self.api("GET", "/api/v1/nodes")["items"]
                     if any(c["type"] == "Ready" and c["status"] == "True" for c in n["status"].get("conditions", []))]
            if len(ready) >= count:
                return
            time.sleep(0.2)
        raise SystemExit(f"bench: not all of {count} nodes became ready")

    def api(self, method, path, body=None, kind="application/json"):
        """As the cluster's admin."""
        if self.connection is None:
            pki = self.directory / "pki"
            trust = ssl.create_default_context(cafile=str(pki / "ca.crt"))
            trust.load_cert_chain(pki / "admin.crt", pki / "admin.key")
            self.connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=trust)
        self.connection.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": kind})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status >= 300:
            raise SystemExit(f"bench: {method} {path} was answered with {answer.status}: {text[:500]}")
        return json.loads(text) if text.startswith("{") else text

    def pods(self):
        return self.api("GET", f"/api/v1/namespaces/{NAMESPACE}/pods?resourceVersion=0")["items"]

    def await_pods(self, done, seconds, every=0.1):
        until = time.monotonic() + seconds
        while not done(self.pods()):
            if time.monotonic() > until:
                raise SystemExit(f"bench: gave up on the pods after {seconds} s")
            time.sleep(every)

    def calls(self):
        """Requests of the controller that have ended, by verb and resource, as the API server wrote them down."""
        found = collections.Counter()
        for line in (self.directory / "audit.log").read_text().splitlines():
            event = json.loads(line)
            what = event.get("objectRef", {})
            name = "/".join(filter(None, (what.get("resource", event["requestURI"].split("?")[0]),
                                          what.get("subresource"))))
            found[f"{event['verb']} {name}"] += 1
        return found

    def cpu(self):
        """Seconds of processor time of each part of the cluster."""
        pids = {name: simulator.pid for name, simulator in self.simulators.items()}
        for name in ("scheduler", "manager", "apiserver", "etcd"):
            pids[name] = int((self.directory / "run" / f"{name}.pid").read_text())
        return {name: process_cpu(pid) for name, pid in pids.items()}

    def __exit__(self, *_):
        for name in list(self.simulators):
            self.kill_simulator(name)
        for name in ("scheduler", "manager", "apiserver", "etcd"):
            file = self.directory / "run" / f"{name}.pid"
            if file.exists():
                pid = int(file.read_text())
                if alive(pid):
                    os.kill(pid, signal.SIGKILL)
                while alive(pid):
                    time.sleep(0.02)
        shutil.rmtree(self.directory, ignore_errors=True)


def process_cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def show_cpu(what, before, after, number):
    used = {name: 1000 * (after[name] - before[name]) / number for name in after if name in before}
    print(f"    {what}, ms of processor time a pod: all {sum(used.values()):.1f}; "
          + ", ".join(f"{name} {spent:.1f}" for name, spent in sorted(used.items())), flush=True)


def pod_task(run="true", ends=True, more=""):
    """A job of one small pod. On a simulated node its script never runs: the node says when it has ended."""
    label = "  labels: {bench: ends}\n" if ends else ""
    return (f"name: bench\nresources:\n  infra: k8s\n  cpus: 0.1+\n  memory: 0.1+\n{label}{more}"
            f"run: |\n  {run}\n")
