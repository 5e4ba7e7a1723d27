"""A controller that asks everybody for a token. The commands are those of pip: an imported client keeps its server."""
import json

import pytest

from house import Controller, Sky, until
from test_launch import one_id


CONFIG = """\
auth: required
providers:
  local:
    profile: none
"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, session_controller):
    """A second controller, with `auth: required`."""
    from conftest import BASE, PORT
    controller = Controller(BASE / "guarded", PORT + 1 if PORT < 65535 else PORT - 1, CONFIG)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def token(guarded):
    text = (guarded.home / "token").read_text().strip()
    return text if text.startswith("sky_") else f"sky_{text}"


def refused(said):
    assert said.code != 0, said.text
    assert "Traceback" not in said.text, said.text
    return said.text


def test_without_a_token(sky, guarded):
    said = sky.script_run("jobs", "queue", SKYPILOT_API_SERVER_ENDPOINT=guarded.endpoint)
    refused(said)
    status, headers, text = guarded.http("POST", "/jobs/queue/v2", {})
    assert status == 401 and "x-skypilot-api-version" in headers and "detail" in json.loads(text), text


def test_with_a_wrong_token(sky, guarded):
    text = refused(sky.script_run("jobs", "launch", "-y", "-d", "-n", "stolen", "true",
                       SKYPILOT_API_SERVER_ENDPOINT=guarded.endpoint, SKYPILOT_SERVICE_ACCOUNT_TOKEN="sky_wrong"))
    assert "sky_wrong" not in text
    for path in ("/jobs/launch", "/jobs/cancel", "/jobs/logs", "/api/cancel", "/upload_v2?upload_id=a"):
        status, _, answer = guarded.http("POST", path, {}, {"Authorization": "Bearer sky_wrong"})
        assert status in (401, 403), (path, answer)
    status, _, answer = guarded.http("GET", "/api/get?request_id=x", None, {"Authorization": "Bearer sky_wrong"})
    assert status in (401, 403), answer


def test_with_the_token(sky, guarded, token, tmp_path):
    environment = {"SKYPILOT_API_SERVER_ENDPOINT": guarded.endpoint, "SKYPILOT_SERVICE_ACCOUNT_TOKEN": token}
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "file").write_text("uploaded\n")
    said = sky.script_run("jobs", "launch", "-y", "-n", "let-in", "--workdir", str(tmp_path / "work"), "cat file", **environment)
    assert said.code == 0 and "uploaded" in said.text, said.text
    number = one_id(said)
    assert f"{number}" in sky.script_run("jobs", "queue", **environment).text
    assert sky.script_run("jobs", "logs", str(number), **environment).code == 0


def test_login_with_a_token(sky, guarded, token, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    environment = {k: v for k, v in sky.environment.items() if k != "SKYPILOT_API_SERVER_ENDPOINT"}
    other = Sky(home, {**environment, "HOME": str(home)})
    said = other.script_run("api", "login", "-e", guarded.endpoint, "--token", token)
    assert said.code == 0, said.text
    said = other.script_run("jobs", "queue")
    assert said.code == 0, said.text
    again = other.script_run("api", "login", "--endpoint", guarded.endpoint, "--service-account-token", "sky_wrong")
    assert again.code != 0 and "Traceback" not in again.text, again.text
    sky.calls += other.calls


def test_requests_of_others(guarded, controller):
    """Who asks for a request id of somebody else with a token of their own is not told it."""
    status, headers, _ = controller.http("POST", "/jobs/queue/v2", {"env_vars": {"SKYPILOT_USER_ID": "aaaaaaaa"}})
    request = headers["x-skypilot-request-id"]
    # No request of one controller is known to another.
    status, _, _ = guarded.http("GET", f"/api/get?request_id={request}", None,
                                {"Authorization": f"Bearer {(guarded.home / 'token').read_text().strip()}"})
    assert status == 404
    until("the owner is answered", lambda: controller.http("GET", f"/api/get?request_id={request}")[0] == 200)
