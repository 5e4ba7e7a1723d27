"""`sky api`, `sky status`, `sky check`, pools, and what is not served."""
import json
import re

import pytest

from house import until
from test_launch import one_id

short = pytest.mark.short
REQUEST = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def one_sentence(said, *words):
    """That a refusal is one clear sentence and not a trace."""
    assert said.code not in (0, None), said.text
    assert "Traceback" not in said.text, said.text
    for word in words:
        assert word in said.text, said.text


@short
def test_api_info(sky, controller):
    said = sky.script_run("api", "info")
    assert said.code == 0, said.text
    assert controller.endpoint in said.text and "HEALTHY" in said.text, said.text


def test_api_info_json(sky, controller):
    for option in ("-o", "--output"):
        told = json.loads(sky("api", "info", option, "json").out)
        assert told["server"]["url"] == controller.endpoint and told["server"]["status"] == "healthy"


def test_api_status(sky):
    launched = sky("jobs", "launch", "-y", "-d", "-n", "for-status", "true")
    assert launched.code == 0
    table = sky("api", "status", "-a")
    assert "sky.jobs.launch" in table.text and "SUCCEEDED" in table.text, table.text
    rows = json.loads(sky("api", "status", "--all-status", "-o", "json", "-l", 5).out)
    assert 0 < len(rows) <= 5
    one = [row for row in json.loads(sky("api", "status", "-a", "--output", "json").out)
           if row["name"] == "sky.jobs.launch"][0]
    assert one["request_id"] in sky("api", "status", "-a", "-v", "--limit", "all").text
    found = json.loads(sky("api", "status", "-o", "json", one["request_id"][:8]).out)
    assert [row["request_id"] for row in found] == [one["request_id"]]
    assert sky("api", "status", "--verbose").code == 0
    # The client leaves it out itself, since it has not asked for the server's version at that point.
    of_cluster = sky("api", "status", "-a", "--cluster", "no-such-cluster")
    assert of_cluster.code == 0 and "The flag is ignored" in of_cluster.text, of_cluster.text
    assert sky("api", "status", "-c", "x").code == 0


def last_launch(sky):
    return [row for row in json.loads(sky("api", "status", "-a", "-o", "json").out)
            if row["name"] == "sky.jobs.launch"][0]["request_id"]


def test_api_logs(sky):
    sky("jobs", "launch", "-y", "-d", "-n", "for-logs", "true")
    request = last_launch(sky)
    said = sky("api", "logs", request)
    assert said.code == 0 and "for-logs" in said.text, said.text
    assert "for-logs" in sky("api", "logs", request[:8]).text
    assert "for-logs" in sky("api", "logs", "--no-follow", request).text
    assert "for-logs" in sky("api", "logs", "--follow", "--tail", 1, request).text


def test_api_logs_of_the_server(sky):
    one_sentence(sky("api", "logs", "--server-logs"))
    one_sentence(sky("api", "logs", "--log-path", "/etc/passwd"))
    one_sentence(sky("api", "logs", "-l", "~/x.log"))


def test_api_logs_of_no_such_request(sky):
    one_sentence(sky("api", "logs", "0123abcd"), "0123abcd")


def test_api_cancel(sky, controller, tmp_path):
    number = one_id(sky("jobs", "launch", "-y", "-d", "-n", "followed",
                        f"touch {tmp_path}/begun; sleep 600"))
    until("the job runs", (tmp_path / "begun").exists)
    following = sky.start("jobs", "logs", number)
    request = until("the request is listed", lambda: REQUEST.search(sky("api", "status", "-o", "json").out)).group(0)
    said = sky("api", "cancel", request)
    assert said.code == 0 and f"Cancelled 1 request: {request}" in said.text, said.text
    ended = following.end()
    assert ended.code != 0
    # A request ends, its job does not.
    assert controller.status(number) == "RUNNING"
    following = sky.start("jobs", "logs", number)
    until("the request is listed", lambda: REQUEST.search(sky("api", "status", "-o", "json").out))
    assert "Cancelled 1 request" in sky("api", "cancel", "-a", "-y").text
    assert following.end().code != 0
    assert "No requests need to be cancelled." in sky("api", "cancel", "--all", "--yes").text
    assert "No requests need to be cancelled." in sky("api", "cancel", "-u", "--yes").text
    assert sky("api", "cancel", "--all-users", "-y").code == 0
    assert controller.status(number) == "RUNNING"
    sky("jobs", "cancel", "-y", number)
    controller.ended(number)


def test_api_cancel_of_no_such_request(sky):
    said = sky("api", "cancel", "0123abcd")
    assert "Traceback" not in said.text
    assert said.code != 0 or "No requests need to be cancelled." in said.text, said.text


def test_api_login_and_logout(sky, controller, tmp_path):
    """In a home of its own, and without the endpoint in the environment."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {k: v for k, v in sky.environment.items() if k != "SKYPILOT_API_SERVER_ENDPOINT"}
    environment["HOME"] = str(home)
    other = type(sky)(home, environment)
    said = other.script_run("api", "login", "-e", controller.endpoint + "/")
    sky.calls += other.calls
    assert said.code == 0 and controller.endpoint in said.text, said.text
    assert controller.endpoint in (home / ".sky" / "config.yaml").read_text()
    said = other.script_run("jobs", "launch", "-y", "-n", "logged-in", "echo through the file")
    assert said.code == 0 and "through the file" in said.text, said.text
    again = other.script_run("api", "login", "--endpoint", controller.endpoint, "--config", "active_workspace=default")
    assert again.code == 0, again.text
    # There is no page to log in at.
    relogin = other.script_run("api", "login", "-e", controller.endpoint, "--relogin", "--no-browser")
    assert relogin.code != 0 and "Authentication failed" in relogin.text, relogin.text
    said = other.script_run("api", "logout")
    assert said.code == 0, said.text
    assert controller.endpoint not in (home / ".sky" / "config.yaml").read_text()
    sky.calls += other.calls


def test_status(sky):
    said = sky("status")
    assert said.code == 0, said.text
    assert "Clusters" in said.text and "Managed jobs" in said.text, said.text
    assert "No existing clusters." in said.text
    assert "Traceback" not in said.text


def test_check(sky):
    said = sky("check")
    assert said.code == 0, said.text
    assert "local" in said.text.lower(), said.text
    assert "Traceback" not in sky("check", "-v").text


def test_dashboard(sky, controller):
    """The verb opens a browser, here one that prints what it is given."""
    said = sky("jobs", "dashboard", BROWSER="echo %s")
    assert said.code == 0, said.text
    assert f"{controller.endpoint}/dashboard/jobs" in said.text, said.text


def test_pool_status(sky):
    said = sky("jobs", "pool", "status")
    assert said.code == 0 and "No existing pools" in said.text, said.text
    assert sky("jobs", "pool", "status", "-v", "-a").code == 0
    assert sky("jobs", "pool", "status", "--verbose", "--all", "nobody").code == 0


POOL = "pool:\n  workers: 1\nresources:\n  cpus: 1+\nsetup: echo ready\n"


def told(said, word):
    """That a client which does not wait for a result has been told in its stream; it cannot exit with a code."""
    assert "Traceback" not in said.text, said.text
    assert word in said.text, said.text


def test_pools_are_not_served(sky, tmp_path):
    (tmp_path / "pool.yaml").write_text(POOL)
    one_sentence(sky("jobs", "pool", "apply", "-y", "-p", "p1", "pool.yaml", folder=tmp_path), "ool")
    one_sentence(sky("jobs", "pool", "apply", "--yes", "--pool", "p1", "--workers", 2, "--mode", "rolling"), "ool")
    (tmp_path / "vars").write_text("A=b\n")
    one_sentence(sky(
        "jobs", "pool", "apply", "-y", "-p", "p2", "--workdir", tmp_path, "--infra", "k8s", "--num-nodes", 1,
        "--cpus", 1, "--memory", 1, "--disk-size", 50, "--disk-tier", "low", "--network-tier", "best", "--use-spot",
        "--image-id", "docker:a", "--env-file", "vars", "--env", "C=d", "--secret-file", "vars", "--secret", "E=f",
        "--local-disk", "nvme:100+", "--gpus", "A100", "-t", "local.small", "--ports", 80, "pool.yaml",
        folder=tmp_path), "ool")
    asynchronous = sky("jobs", "pool", "apply", "-y", "-p", "p4", "--async", "pool.yaml", folder=tmp_path)
    assert "Traceback" not in asynchronous.text, asynchronous.text
    one_sentence(sky("jobs", "pool", "apply", "-y", "-p", "p3", "--cloud", "aws", "--region", "us-east-1", "--zone",
                     "us-east-1a", "--no-use-spot", "--no-async", "pool.yaml", folder=tmp_path), "ool")
    one_sentence(sky("jobs", "pool", "down", "-y", "p1"), "ool")
    one_sentence(sky("jobs", "pool", "down", "--yes", "--all", "--purge"), "ool")
    one_sentence(sky("jobs", "pool", "down", "-y", "--no-async", "p1"), "ool")
    assert "Traceback" not in sky("jobs", "pool", "down", "-y", "--async", "p1").text
    one_sentence(sky("jobs", "pool", "logs", "p1", 1), "ool")
    told(sky("jobs", "pool", "logs", "--follow", "--controller", "--tail", 5, "p1"), "pools are not served")
    told(sky("jobs", "pool", "logs", "--no-follow", "p1", 1), "pools are not served")
    one_sentence(sky("jobs", "pool", "logs", "--sync-down", "p1"), "ool")
    one_sentence(sky("jobs", "launch", "-y", "-p", "p1", "true"), "ool")
    one_sentence(sky("jobs", "launch", "-y", "--pool", "p1", "true"), "ool")
    one_sentence(sky("jobs", "cancel", "-y", "-p", "p1"), "ool")
    one_sentence(sky("jobs", "cancel", "-y", "--pool", "p1"), "ool")


@pytest.mark.parametrize("verb", [
    ("launch", "-y", "echo cluster"),
    ("exec", "some-cluster", "true"),
    ("queue", "some-cluster"),
    ("logs", "some-cluster"),
    ("cancel", "-y", "some-cluster", "1"),
    ("down", "-y", "some-cluster"),
    ("stop", "-y", "some-cluster"),
    ("start", "-y", "some-cluster"),
    ("autostop", "-y", "some-cluster"),
    ("cost-report",),
    ("storage", "ls"),
    ("volumes", "ls"),
    ("serve", "down", "-y", "some-service"),
    ("gpus", "list"),
], ids=lambda verb: verb[0])
def test_not_served(sky, verb):
    said = sky(*verb)
    assert "Traceback" not in said.text, said.text
    # What is asked about one cluster may also find that there is none.
    assert said.code != 0 or "not" in said.text.lower() or "No " in said.text, said.text


def test_api_start_and_stop_are_of_the_client(sky):
    """They start and stop SkyPilot's own server, and refuse where an endpoint is set."""
    for verb in (("api", "start"), ("api", "start", "--host", "127.0.0.1", "--port", 46590, "--deploy",
                 "--foreground", "--enable-basic-auth"), ("api", "stop")):
        said = sky(*verb)
        assert said.code != 0 and "Traceback" not in said.text, said.text
