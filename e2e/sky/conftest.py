"""One controller and one imported client for the whole session."""
import itertools
import os
import pathlib

import pytest

from house import Controller, Sky

BASE = pathlib.Path(os.environ["SKY_SUITE_BASE"])
PORT = int(os.environ["SKY_SUITE_PORT"])
CONFIG = """\
backoff:
  first: 0s
providers:
  local:
    published_as: [kubernetes, aws]
    profile: none
"""

users = itertools.count(0x5000)
outcomes = {}  # of each test that ran: passed, failed or skipped
typed = {}  # what each test typed


@pytest.fixture(scope="session")
def session_controller():
    controller = Controller(BASE / "outlast", PORT, CONFIG)
    controller.start()
    yield controller
    controller.cancel_all()
    controller.stop()


@pytest.fixture
def controller(session_controller):
    """The controller, running: a test that killed it may leave it dead."""
    if not session_controller.pid:
        session_controller.start()
    return session_controller


@pytest.fixture(scope="session")
def client():
    client = Sky(BASE / "home", dict(os.environ))
    client.open()
    yield client
    client.close()


@pytest.fixture
def sky(client, controller, request, monkeypatch):
    """The command, for a user of the test's own: nobody sees what other tests left."""
    user = {"SKYPILOT_USER_ID": f"{next(users):08x}", "SKYPILOT_USER": "tester"}
    client.environment.update(user)
    for name, value in user.items():
        monkeypatch.setenv(name, value)
    client.calls = []
    yield client
    typed[request.node.name.split("[")[0]] = typed.get(request.node.name.split("[")[0], []) + client.calls


def pytest_runtest_logreport(report):
    name = report.nodeid.split("::")[-1].split("[")[0]
    if report.when == "call" or report.outcome != "passed":
        worse = {"passed": 0, "skipped": 1, "failed": 2}
        outcomes[name] = max(outcomes.get(name, "passed"), report.outcome, key=worse.get)


def pytest_collection_modifyitems(items):
    # The table is compared with what ran.
    items.sort(key=lambda item: "test_table" in item.nodeid)
