"""A real Kubernetes for a test: the control plane and the node of ../chart, with one image of busybox."""
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess

import pytest

from house import ROOT

CHART = ROOT / "e2e" / "chart"
NEEDED = ["/usr/bin/containerd", "/usr/sbin/runc", "/usr/lib/cni/bridge", "/usr/bin/umoci", "/usr/bin/openssl"]
IMAGE = "docker.io/local/busybox:1"


def built():
    """Where what e2e/kubernetes/build built lies: the suite has a home of its own."""
    return pathlib.Path(os.environ["SKY_SUITE_COUNTERPARTIES"])


def missing():
    """Why there can be none here; empty when there can."""
    if os.geteuid() != 0:
        return "containers need root"
    for program in NEEDED:
        if not os.access(program, os.X_OK):
            return f"{program} is not there: .ci/steps tools installs it"
    for name in ("k8sbox", "busybox", "rootfs.tar"):
        if not (built() / name).exists():
            return f"{built() / name} is not there: e2e/kubernetes/build builds it, once"
    return ""


def free_ports(count):
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Kubernetes:
    """Control plane and one node. `run` ends it where the test cannot, by the file `bridge`."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.kubeconfig = self.directory / "admin.conf"
        network = f"10.79.{random.randint(1, 254)}"
        self.bridge = f"olt{network.rpartition('.')[2]}"
        self.network = network

    def start(self):
        self.directory.mkdir()
        (self.directory / "bridge").write_text(self.bridge)
        box = built() / "k8sbox"
        self.call(CHART / "control-plane", self.directory, box, *free_ports(5), f"{self.network}.1")
        self.call(CHART / "node", self.directory, box, self.bridge, self.network, *free_ports(2), IMAGE,
                  built() / "rootfs.tar")

    def call(self, *command):
        environment = {**os.environ, "OUTLAST_COUNTERPARTIES": str(built())}
        said = self.directory / "said"
        with open(said, "w", encoding="utf-8") as out:  # a pipe would be kept open by what stays
            code = subprocess.run(
                [str(word) for word in command], env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                timeout=180, check=False).returncode
        assert code == 0, said.read_text()

    def kubectl(self, *arguments):
        said = subprocess.run(
            [str(built() / "k8sbox"), "kubectl", "--kubeconfig", str(self.kubeconfig), *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        assert said.returncode == 0, said.stdout + said.stderr
        return said.stdout

    def pods(self, namespace):
        """Those that nobody ends yet, by name."""
        listed = json.loads(self.kubectl("-n", namespace, "get", "pods", "-o", "json"))["items"]
        return {pod["metadata"]["name"]: pod for pod in listed if "deletionTimestamp" not in pod["metadata"]}

    def stop(self):
        self.call(CHART / "node", self.directory, "stop", self.bridge)
        for name in ("scheduler", "manager", "apiserver", "etcd"):
            file = self.directory / "run" / f"{name}.pid"
            if file.exists():
                try:
                    os.kill(int(file.read_text()), 9)
                except ProcessLookupError:
                    pass
        shutil.rmtree(self.directory, ignore_errors=True)


@pytest.fixture(scope="session")
def kubernetes():
    why = missing()
    if why:
        pytest.skip(why)
    cluster = Kubernetes(pathlib.Path(os.environ["SKY_SUITE_BASE"]) / "kubernetes")
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
