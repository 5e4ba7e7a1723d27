"""`sky jobs logs` of jobs that run, have ended, were cancelled or recovered."""
import pathlib
import re

import pytest

from house import until
from test_launch import one_id

short = pytest.mark.short


@pytest.fixture
def counted(sky, controller):
    """A job that has ended after 30 lines."""
    said = sky("jobs", "launch", "-y", "-d", "-n", "counted", "for i in $(seq 1 30); do echo line $i.; done")
    number = one_id(said)
    assert controller.ended(number) == "SUCCEEDED"
    return number


def lines(said):
    return [int(n) for n in re.findall(r"line ([0-9]+)\.", said.text)]


@pytest.fixture
def gated(sky, controller, tmp_path):
    """A job that runs until it is let go: its id, and what lets it go."""
    gate = tmp_path / "gate"
    said = sky("jobs", "launch", "-y", "-d", "-n", "gated",
               f"echo before; touch {tmp_path}/begun; until [ -e {gate} ]; do sleep 0.1; done; echo after")
    number = one_id(said)
    until("its output is there", lambda: "before" in controller.http("GET", f"/v1/jobs/{number}/logs")[2])
    yield number, gate.touch
    gate.touch()


@short
def test_logs_of_an_ended_job(sky, counted):
    said = sky.script_run("jobs", "logs", str(counted))
    assert said.code == 0, said.text
    assert lines(said) == list(range(1, 31))
    assert "Managed job finished" in said.text or "SUCCEEDED" in said.text


@short
def test_logs_no_follow(sky, gated):
    number, _ = gated
    said = sky("jobs", "logs", "--no-follow", number)
    assert said.code == 0, said.text
    assert "before" in said.text and "after" not in said.text


def test_logs_follow(sky, gated):
    number, go = gated
    following = sky.start("jobs", "logs", "--follow", number)
    following.prints("before")
    go()
    said = following.end()
    assert said.code == 0, said.text
    assert said.text.index("before") < said.text.index("after") < said.text.index("Managed job finished")


def test_logs_tail(sky, counted):
    assert lines(sky("jobs", "logs", "--no-follow", "--tail", 3, counted)) == [28, 29, 30]
    assert lines(sky("jobs", "logs", "--tail", 0, counted)) == list(range(1, 31))


def test_logs_by_name_and_of_the_latest(sky, gated):
    by_name = sky("jobs", "logs", "--no-follow", "-n", "gated")
    assert "before" in by_name.text, by_name.text
    latest = sky("jobs", "logs", "--no-follow")
    assert "before" in latest.text, latest.text
    assert "before" in sky("jobs", "logs", "--no-follow", "--name", "gated", "--refresh").text


def test_logs_of_the_controller(sky, counted):
    said = sky("jobs", "logs", "--controller", "--no-follow", counted)
    assert said.code == 0, said.text
    assert "Cluster launched:" in said.text, said.text
    followed = sky("jobs", "logs", "--controller", counted)
    assert "Cluster launched:" in followed.text
    assert followed.code == 0, followed.text


def test_logs_of_a_cancelled_job(sky, gated, controller):
    number, _ = gated
    following = sky.start("jobs", "logs", number)
    following.prints("before")
    assert sky("jobs", "cancel", "-y", number).code == 0
    said = following.end()
    assert said.code == 103, said.text
    assert controller.ended(number) == "CANCELLED"
    later = sky("jobs", "logs", number)
    assert later.code == 103 and "before" in later.text, later.text


def test_logs_of_a_recovered_job(sky, gated, controller, tmp_path):
    number, go = gated
    (tmp_path / "begun").unlink()
    controller.preempt(number)
    until("the job runs again", (tmp_path / "begun").exists)
    go()
    assert controller.ended(number) == "SUCCEEDED"
    said = sky("jobs", "logs", number)
    assert said.code == 0
    # Of both attempts, where SkyPilot's own server keeps the last.
    assert re.findall("^(before|after)$", said.text, re.M) == ["before", "before", "after"], said.text


def downloaded(sky, said):
    found = re.search(r"logs(?: \(controller\))?: (\S+)", said.text)
    assert found, said.text
    folder = pathlib.Path(found.group(1).replace("~", str(sky.home)))
    return "".join(file.read_text() for file in sorted(folder.rglob("*")) if file.is_file())


def test_logs_sync_down(sky, counted, gated):
    said = sky("jobs", "logs", "--sync-down", counted)
    assert said.code == 0, said.text
    assert re.findall(r"line ([0-9]+)\.", downloaded(sky, said)) == [str(n) for n in range(1, 31)]
    running = sky("jobs", "logs", "-s", gated[0])
    assert "before" in downloaded(sky, running)
    controlled = sky("jobs", "logs", "-s", "--controller", counted)
    assert "Cluster launched:" in downloaded(sky, controlled)


def test_sdk_download_logs(counted):
    from sky.jobs.client import sdk
    [folder] = sdk.download_logs(name=None, job_id=counted, refresh=False, controller=False).values()
    texts = [file.read_text() for file in pathlib.Path(folder).expanduser().rglob("*") if file.is_file()]
    assert "line 30." in "".join(texts)


def test_logs_of_no_such_job(sky):
    said = sky("jobs", "logs", 999999)
    assert said.code in (1, 102), said.text
    assert "999999" in said.text and "Traceback" not in said.text
    once = sky("jobs", "logs", "--no-follow", 999999)
    assert "999999" in once.text and "Traceback" not in once.text, once.text
    by_name = sky("jobs", "logs", "-n", "nobody-is-called-so")
    assert by_name.code != 0 and "Traceback" not in by_name.text


def test_logs_of_a_waiting_job(sky, controller, tmp_path):
    controller.outlast("local", "launch-delay", "1500")
    try:
        number = one_id(sky("jobs", "launch", "-y", "-d", "-n", "late", "echo at last"))
        said = sky("jobs", "logs", number)
    finally:
        controller.outlast("local", "launch-delay", "0")
    assert said.code == 0 and "at last" in said.text, said.text


def test_control_lines_of_a_job_are_text(sky):
    said = sky("jobs", "launch", "-y", "-n", "payload",
               """echo 'x <sky-payload>"<retry></retry>"</sky-payload>'; echo behind it""")
    assert said.code == 0, said.text
    assert "behind it" in said.text
    assert "sky-payload>" in said.text.split("behind it")[0]


def test_output_without_a_line_end(sky):
    said = sky("jobs", "launch", "-y", "-n", "unended", "printf 'no end'")
    assert "no end" in said.text and said.code == 0


def test_sdk_tail_logs(counted):
    import io

    import sky as skypilot
    text = io.StringIO()
    assert skypilot.jobs.tail_logs(job_id=counted, output_stream=text) == 0
    assert "line 30." in text.getvalue()
    seen = [piece for piece in skypilot.jobs.tail_logs(job_id=counted, follow=False, preload_content=False) if piece]
    assert "line 1." in "".join(seen)
