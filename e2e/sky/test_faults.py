"""Clients and servers that go away in the middle."""
import re

import pytest

from house import Door, until
from test_launch import one_id


@pytest.fixture
def streamed(sky, controller, tmp_path):
    """A job that prints until it is let go, and a client that follows it."""
    gate = tmp_path / "gate"
    number = one_id(sky("jobs", "launch", "-y", "-d", "-n", "streamed", f"""\
i=0
until [ -e {gate} ]; do i=$((i+1)); echo "line $i."; sleep 0.05; done
echo "line $((i+1))."; echo the end"""))
    yield number, gate.touch
    gate.touch()


def in_order(text):
    numbers = [int(n) for n in re.findall(r"line ([0-9]+)\.", text)]
    assert numbers == list(range(1, len(numbers) + 1)), numbers
    return len(numbers)


def test_client_killed_in_mid_stream(sky, streamed, controller):
    number, go = streamed
    following = sky.start("jobs", "logs", "--tail", 0, number)
    following.prints("line 5.")
    following.kill()
    again = sky.start("jobs", "logs", "--tail", 0, number)
    again.prints("line 10.")
    assert controller.status(number) == "RUNNING"
    go()
    said = again.end()
    assert said.code == 0 and "the end" in said.text
    assert in_order(said.text) >= 10
    until("no request runs any more", lambda: "jobs.logs" not in sky("api", "status").text)


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_server_restarted_in_mid_stream(sky, streamed, controller, how):
    number, go = streamed
    door = Door(controller.port)
    following = sky.script_start("jobs", "logs", "--tail", 0, number, SKYPILOT_API_SERVER_ENDPOINT=door.endpoint)
    following.prints("line 5.")
    getattr(controller, how)()
    controller.start()
    printed = following.printed()
    following.prints(f"line {in_order(printed) + 10}.")
    go()
    said = following.end()
    door.close()
    assert said.code == 0, said.text
    assert "the end" in said.text
    # Nothing twice, nothing missing: the client skips what it has printed.
    assert in_order(said.text) > 10


def test_request_outlives_the_server(sky, controller):
    """SIGKILL between the POST and `/api/get`: the next process answers the same id."""
    import sky as skypilot
    request = skypilot.jobs.launch(skypilot.Task(name="survivor", run="echo survived"))
    controller.kill()
    controller.start()
    numbers, _ = skypilot.get(request)
    assert controller.ended(numbers[0]) == "SUCCEEDED"
    again, _ = skypilot.stream_and_get(request)
    assert again == numbers
    named = [job for job in skypilot.get(skypilot.jobs.queue_v2(refresh=False, name_match="survivor"))[0]]
    assert [job.job_id for job in named] == numbers


def test_requests_of_many_kills(sky, controller):
    """What was answered with an id was done once, however often the server dies."""
    import sky as skypilot
    made = []
    for turn in range(3):
        made += [skypilot.jobs.launch(skypilot.Task(name=f"kill-{turn}-{i}", run="true")) for i in range(4)]
        controller.kill()
        controller.start()
    found = [skypilot.get(request)[0][0] for request in made]
    assert len(set(found)) == len(found)
    named, _, _, _ = skypilot.get(skypilot.jobs.queue_v2(refresh=False, name_match="kill-"))
    assert sorted(job.job_id for job in named) == sorted(found)


def test_cancel_outlives_the_server(sky, controller, tmp_path):
    import sky as skypilot
    number = one_id(sky("jobs", "launch", "-y", "-d", "-n", "cancel-kill", f"touch {tmp_path}/begun; sleep 600"))
    until("the job runs", (tmp_path / "begun").exists)
    request = skypilot.jobs.cancel(job_ids=[number])
    controller.kill()
    controller.start()
    skypilot.stream_and_get(request)
    assert controller.ended(number) == "CANCELLED"
