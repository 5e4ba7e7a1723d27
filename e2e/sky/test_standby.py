"""A client whose server stands by: another controller, on the same PostgreSQL database, does what it asks."""
import glob
import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile

import pytest

from conftest import BASE, CONFIG
from house import Controller, until
from test_launch import one_id

PROGRAMS = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[4]))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def database():
    """The URL of an empty database of a server of its own."""
    if not PROGRAMS:
        pytest.skip("there is no PostgreSQL server: apt-get install postgresql")
    user = pwd.getpwnam("postgres").pw_uid if os.geteuid() == 0 else os.geteuid()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sky-db-", dir="/tmp"))
    os.chown(folder, user, -1)
    port = free_port()

    def run(program, *arguments):
        subprocess.run([f"{PROGRAMS[-1]}/{program}", *map(str, arguments)], user=user, cwd="/",
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)

    data = folder / "data"
    run("initdb", "-D", data, "-U", "outlast", "-A", "trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o",
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", "start")
    run("psql", "-qc", "CREATE DATABASE outlast", f"postgresql://outlast@127.0.0.1:{port}/postgres")
    yield f"jdbc:postgresql://127.0.0.1:{port}/outlast?user=outlast"
    run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def pair(database):
    """The one that leads, and the one that stands by."""
    shared = BASE / "shared"
    shared.mkdir()
    config = f"{CONFIG}store:\n  url: {database}\n  lease: 2s\n" \
             f"shared:\n  directory: {shared}\n  secrets_key: {BASE}/shared.key\n"
    leader = Controller(BASE / "leader", free_port(), config)
    standby = Controller(BASE / "standby", free_port(), config)
    leader.start()
    until("it leads", lambda: leads(leader))
    standby.start()
    yield leader, standby
    for controller in (standby, leader):
        if controller.pid:
            controller.cancel_all()
            until("nothing is left", lambda: not list(shared.glob("providers/local/clusters/[!.]*")), 60)
            break
    standby.stop()
    leader.stop()


def leads(controller):
    status, _, text = controller.http("GET", "/v1/status")
    return status == 200 and json.loads(text)["leading"]


def listed(sky, door):
    said = sky.script_run("jobs", "queue", "-o", "json", **door)
    assert said.code == 0, said.text
    return {row["job_id"]: row["status"] for row in json.loads(said.out)}


def test_all_through_a_standby(sky, pair, tmp_path):
    leader, standby = pair
    door = {"SKYPILOT_API_SERVER_ENDPOINT": standby.endpoint}
    folder, gate = tmp_path / "project", tmp_path / "gate"
    folder.mkdir()
    (folder / "words").write_text("words from afar\n")
    (tmp_path / "task.yaml").write_text(
        f"name: far\nworkdir: {folder}\nrun: |\n  cat words\n  until [ -e {gate} ]; do sleep 0.1; done\n  echo the end\n")

    number = one_id(sky.script_run("jobs", "launch", "-y", "-d", str(tmp_path / "task.yaml"), **door))
    leader.reached(number, "RUNNING")
    assert not leads(standby)
    assert listed(sky, door)[number] == "RUNNING"
    following = sky.script_start("jobs", "logs", str(number), **door)
    following.prints("words from afar")
    gate.touch()
    said = following.end()
    assert said.code == 0 and "the end" in said.text, said.text
    assert leader.ended(number) == "SUCCEEDED"

    other = one_id(sky.script_run("jobs", "launch", "-y", "-d", "-n", "other", "sleep 600", **door))
    leader.reached(other, "RUNNING")
    said = sky.script_run("jobs", "cancel", "-y", str(other), **door)
    assert said.code == 0, said.text
    assert leader.ended(other) == "CANCELLED"
    until("the standby has followed", lambda: listed(sky, door)[other] == "CANCELLED")


def test_the_standby_leads_on(sky, pair):
    """The client stays with its server, which has become the leader."""
    leader, standby = pair
    door = {"SKYPILOT_API_SERVER_ENDPOINT": standby.endpoint}
    number = one_id(sky.script_run("jobs", "launch", "-y", "-d", "-n", "kept", "sleep 600", **door))
    leader.reached(number, "RUNNING")
    leader.kill()
    assert listed(sky, door)[number] == "RUNNING"
    said = sky.script_run("jobs", "cancel", "-y", str(number), **door)
    assert said.code == 0, said.text
    assert leads(standby)
    assert standby.ended(number) == "CANCELLED"
