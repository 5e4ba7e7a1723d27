"""Options of `sky jobs launch` that choose where a job runs, and those that have no effect here."""
import json

import pytest

from test_launch import one_id


def test_options_without_effect(sky):
    """They are accepted, and the user is told."""
    said = sky("jobs", "launch", "-y", "-n", "without-effect", "--disk-tier", "best", "--network-tier", "best",
               "--image-id", "docker:ubuntu:22.04", "--local-disk", "nvme:100+", "--ports", 8080, "echo ran anyway")
    assert said.code == 0, said.text
    assert "ran anyway" in said.text
    for key in ("disk_tier", "network_tier", "image_id", "local_disk", "ports"):
        assert key in said.text, f"{key} is not warned of: {said.text}"


def test_instance_type(sky, controller):
    said = sky("jobs", "launch", "-y", "-n", "typed", "-t", "local.medium", "echo on it")
    assert said.code == 0, said.text
    assert "local.medium" in json.dumps(controller.job(one_id(said)))
    said = sky("jobs", "launch", "-y", "-d", "-n", "mistyped", "--instance-type", "no.such.type", "true")
    assert "Traceback" not in said.text


def test_infra(sky, controller):
    """A launcher is published under the name of a cloud."""
    said = sky("jobs", "launch", "-y", "-n", "placed", "--infra", "k8s", "echo there")
    assert said.code == 0 and "there" in said.text, said.text
    said = sky("jobs", "launch", "-y", "-n", "placed-west", "--cloud", "aws", "--region", "us-west-2",
               "--zone", "us-west-2a", "true")
    assert "Traceback" not in said.text


def test_infra_that_nobody_serves(sky):
    said = sky("jobs", "launch", "-y", "-n", "elsewhere", "--infra", "gcp", "true")
    assert said.code == 100 and "FAILED_PRECHECKS" in said.text and "Traceback" not in said.text, said.text
    assert "no configured launcher can ever make such a cluster" in said.text


def test_git_workdir_is_refused(sky):
    said = sky("jobs", "launch", "-y", "-n", "git", "--git-url", "https://example.org/a.git", "--git-ref", "main",
               "true")
    assert said.code != 0 and "Traceback" not in said.text, said.text
    assert "git" in said.text.lower() or "workdir" in said.text


def test_job_group_of_a_running_job(sky):
    said = sky("jobs", "launch", "-y", "-n", "child", "--job-group", "999999", "true")
    assert said.code != 0 and "Traceback" not in said.text, said.text
    assert sky("jobs", "launch", "-y", "-d", "-n", "no-group", "--no-job-group", "true").code == 0


def test_job_groups_are_not_served(sky, tmp_path):
    (tmp_path / "group.yaml").write_text("""\
name: group
execution: parallel
---
name: a
run: echo a
---
name: b
run: echo b
""")
    said = sky("jobs", "launch", "-y", "group.yaml", folder=tmp_path)
    assert said.code != 0 and "Traceback" not in said.text, said.text


def test_workspace(sky, controller):
    said = sky("jobs", "launch", "-y", "-n", "in-default", "-w", "default", "true")
    assert said.code == 0, said.text
    assert sky("jobs", "launch", "-y", "-d", "-n", "in-default-2", "--workspace", "default", "true").code == 0


def test_alias_of_name(sky, controller):
    said = sky("jobs", "launch", "-y", "-d", "-c", "aliased", "true")
    assert controller.job(one_id(said))["name"] == "aliased"
    said = sky("jobs", "launch", "-y", "-d", "--cluster", "aliased-too", "true")
    assert controller.job(one_id(said))["name"] == "aliased-too"


@pytest.mark.parametrize("verb", [
    ("jobs", "launch", "-y", "-d", "-n", "configured", "true"),
    ("jobs", "queue"),
    ("jobs", "cancel", "-y", "-n", "nobody"),
    ("jobs", "logs", "--no-follow"),
    ("jobs", "dashboard"),
    ("jobs", "pool", "status"),
    ("api", "status"),
    ("api", "info"),
], ids=" ".join)
def test_config_of_the_command_line(sky, verb):
    sky("jobs", "launch", "-y", "-d", "-n", "any", "true")
    said = sky(*verb, "--config", "active_workspace=default", BROWSER="echo %s")
    assert said.code == 0, said.text


@pytest.mark.parametrize("verb", [
    ("jobs", "pool", "apply", "-y", "-p", "p1", "--workers", 1),
    ("jobs", "pool", "down", "-y", "p1"),
    ("jobs", "pool", "logs", "p1", 1),
    ("api", "logs", "0123abcd"),
    ("api", "cancel", "0123abcd"),
], ids=lambda verb: " ".join(map(str, verb)))
def test_config_of_refused_verbs(sky, verb):
    said = sky(*verb, "--config", "active_workspace=default")
    assert "Traceback" not in said.text, said.text
