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


def made(guarded, *arguments):
    said = guarded.outlast("token", "create", "-o", "json", *arguments)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def with_token(guarded, text):
    return {"SKYPILOT_API_SERVER_ENDPOINT": guarded.endpoint, "SKYPILOT_SERVICE_ACCOUNT_TOKEN": f"sky_{text}"}


def test_a_token_that_expired_or_was_revoked(sky, guarded):
    """The client shows why it was refused, each with its own sentence."""
    short = made(guarded, "--user", "ann", "--role", "user", "--expires", "1s")
    gone = made(guarded, "--user", "ann", "--role", "user")
    assert guarded.outlast("token", "revoke", gone["id"]).returncode == 0
    assert "was revoked at" in refused(sky.script_run("jobs", "queue", **with_token(guarded, gone["token"])))
    until("the token has expired", lambda: guarded.http(
        "GET", "/v1/me", None, {"Authorization": f"Bearer {short['token']}"})[0] != 200)
    assert "expired at" in refused(sky.script_run("jobs", "queue", **with_token(guarded, short["token"])))


def test_roles(sky, guarded):
    """Everybody sees all; users change what is theirs, viewers nothing."""
    ann = with_token(guarded, made(guarded, "--user", "ann", "--role", "user")["token"])
    bob = with_token(guarded, made(guarded, "--user", "bob", "--role", "user")["token"])
    viewer = with_token(guarded, made(guarded, "--user", "vic", "--role", "viewer")["token"])
    number = one_id(sky.script_run("jobs", "launch", "-y", "-d", "-n", "anns-own", "sleep 300", **ann))
    assert "anns-own" in sky.script_run("jobs", "queue", **ann).text
    assert "anns-own" in sky.script_run("jobs", "queue", "-u", **viewer).text
    assert "anns-own" not in sky.script_run("jobs", "queue", **bob).text
    assert "belongs to another user" in sky.script_run("jobs", "cancel", "-y", str(number), **bob).text
    assert "No job to cancel" in sky.script_run("jobs", "cancel", "-y", "-u", **bob).text
    assert "viewer" in refused(sky.script_run("jobs", "cancel", "-y", str(number), **viewer))
    assert "viewer" in refused(sky.script_run("jobs", "launch", "-y", "-d", "-n", "vics", "true", **viewer))
    assert "bob" in sky.script_run("api", "info", **bob).text
    said = sky.script_run("jobs", "cancel", "-y", str(number), **ann)
    assert "scheduled to be cancelled" in said.text, said.text


def test_a_request_id_of_somebody_else(guarded):
    """Is answered like one that there is not."""
    ann, bob = (made(guarded, "--user", user, "--role", "user")["token"] for user in ("ann", "bob"))
    _, headers, _ = guarded.http("POST", "/jobs/queue/v2", {}, {"Authorization": f"Bearer sky_{ann}"})
    request = headers["x-skypilot-request-id"]

    def asked(path, token):
        return guarded.http("GET", f"{path}?request_id={request}", None, {"Authorization": f"Bearer sky_{token}"})

    until("its owner is answered", lambda: asked("/api/get", ann)[0] == 200)
    for path in ("/api/get", "/api/stream"):
        status, _, text = asked(path, bob)
        assert status == 404 and json.loads(text) == {"detail": f"Request '{request}' not found"}, text
    assert request not in guarded.http("GET", "/api/status?all_status=true", None,
                                       {"Authorization": f"Bearer sky_{bob}"})[2]


def test_who_did_it_is_written_down(guarded):
    """With no token and no secret in it, and as it was written."""
    token = made(guarded, "--user", "ann", "--role", "admin")["token"]
    secret = "canary-in-a-secret"
    status, _, text = guarded.http(
        "POST", "/v1/jobs", {"command": "true", "overrides": {"secrets": {"CANARY": secret}}},
        {"Authorization": f"Bearer {token}"})
    assert status == 201, text
    number = json.loads(text)["job_ids"][0]
    until("it is written down", lambda: f'"jobs":[{number}]' in guarded.outlast("audit", "-o", "json").stdout.replace(" ", "").replace("\n", ""))
    assert guarded.outlast("audit", "--verify").returncode == 0
    written = "".join(f.read_text() for f in (guarded.home / "audit").iterdir())
    assert token[14:] not in written and secret not in written
    for file in guarded.home.rglob("*"):
        if file.is_file():
            assert token[14:].encode() not in file.read_bytes(), file
