"""`sky jobs cancel` in each state, by id, name and all."""
import re

import pytest

from house import until
from test_launch import ids, one_id

short = pytest.mark.short


def begin(sky, tmp_path, name, count=1):
    """Jobs that run until they are cancelled."""
    said = sky("jobs", "launch", "-y", "-d", "-n", name, *(["--num-jobs", count] if count > 1 else []),
               f"mktemp -p {tmp_path} {name}.XXXXXX; sleep 600")
    numbers = ids(said) if count > 1 else [one_id(said)]
    until("the jobs run", lambda: len(list(tmp_path.glob(f"{name}.*"))) == count)
    return numbers


@short
def test_cancel_a_running_job(sky, tmp_path, controller):
    [number] = begin(sky, tmp_path, "to-cancel")
    said = sky.script_run("jobs", "cancel", "-y", str(number))
    assert said.code == 0, said.text
    assert f"Job with ID {number} is scheduled to be cancelled." in said.text
    assert controller.ended(number) == "CANCELLED"


def test_cancel_several(sky, tmp_path, controller):
    numbers = begin(sky, tmp_path, "several", 3)
    said = sky("jobs", "cancel", "-y", *numbers[:2])
    assert f"Jobs with IDs {numbers[0]}, {numbers[1]} are scheduled to be cancelled." in said.text, said.text
    assert [controller.ended(n) for n in numbers[:2]] == ["CANCELLED"] * 2
    assert controller.status(numbers[2]) == "RUNNING"
    assert sky("jobs", "cancel", "--yes", numbers[2]).code == 0
    controller.ended(numbers[2])


def test_cancel_by_name(sky, tmp_path, controller):
    [number] = begin(sky, tmp_path, "named")
    said = sky("jobs", "cancel", "-y", "-n", "named")
    assert said.code == 0, said.text
    assert "is scheduled to be cancelled" in said.text
    assert controller.ended(number) == "CANCELLED"
    again = sky("jobs", "cancel", "-y", "--name", "named")
    assert "No running job found with name 'named'." in again.text, again.text


def test_cancel_all(sky, tmp_path, controller):
    numbers = begin(sky, tmp_path, "every", 2)
    said = sky("jobs", "cancel", "-a", "-y")
    assert "are scheduled to be cancelled." in said.text, said.text
    assert [controller.ended(n) for n in numbers] == ["CANCELLED"] * 2
    said = sky("jobs", "cancel", "--all", "-y")
    assert "No job to cancel." in said.text, said.text


def test_cancel_of_all_users(sky, tmp_path, controller):
    mine = begin(sky, tmp_path, "mine")
    said = sky("jobs", "cancel", "-a", "-y", SKYPILOT_USER_ID="0badcafe", SKYPILOT_USER="other")
    assert "No job to cancel." in said.text, said.text
    assert controller.status(mine[0]) == "RUNNING"
    said = sky("jobs", "cancel", "-u", "-y", SKYPILOT_USER_ID="0badcafe", SKYPILOT_USER="other")
    assert f"{mine[0]}" in said.text, said.text
    assert controller.ended(mine[0]) == "CANCELLED"
    assert sky("jobs", "cancel", "--all-users", "-y").code == 0


def test_cancel_an_ended_job(sky, controller):
    number = one_id(sky("jobs", "launch", "-y", "-d", "-n", "done", "true"))
    controller.ended(number)
    said = sky("jobs", "cancel", "-y", number)
    assert said.code == 0
    assert f"Job {number} is already in terminal state SUCCEEDED. Skipped." in said.text, said.text
    assert "No job to cancel." in said.text


def test_cancel_no_such_job(sky):
    said = sky("jobs", "cancel", "-y", 999999)
    assert "No job to cancel." in said.text or "999999" in said.text, said.text
    assert "Traceback" not in said.text


def test_cancel_a_starting_job(sky, controller):
    controller.outlast("local", "launch-delay", "4000")
    try:
        number = one_id(sky("jobs", "launch", "-y", "-d", "-n", "starting", "sleep 600"))
        controller.reached(number, "STARTING")
        assert "is scheduled to be cancelled" in sky("jobs", "cancel", "-y", number).text
    finally:
        controller.outlast("local", "launch-delay", "0")
    assert controller.ended(number) == "CANCELLED"


def test_cancel_a_waiting_job(sky, controller):
    for region in ("east", "west", "north"):
        controller.outlast("local", "drain", region)
    try:
        number = one_id(sky("jobs", "launch", "-y", "-d", "-n", "waiting", "sleep 600"))
        until("it waits", lambda: controller.status(number) in ("PENDING", "STARTING"))
        assert "is scheduled to be cancelled" in sky("jobs", "cancel", "-y", number).text
        assert controller.ended(number) == "CANCELLED"
    finally:
        for region in ("east", "west", "north"):
            controller.outlast("local", "restore", region)


def test_cancel_a_recovering_job(sky, tmp_path, controller):
    [number] = begin(sky, tmp_path, "recovering")
    controller.outlast("local", "launch-delay", "4000")
    try:
        controller.preempt(number)
        controller.reached(number, "RECOVERING")
        assert "is scheduled to be cancelled" in sky("jobs", "cancel", "-y", number).text
    finally:
        controller.outlast("local", "launch-delay", "0")
    assert controller.ended(number) == "CANCELLED"


def test_cancel_a_cancelling_job(sky, tmp_path, controller):
    said = sky("jobs", "launch", "-y", "-d", "-n", "stubborn",
               f"trap '' TERM; touch {tmp_path}/begun; while true; do sleep 1; done")
    number = one_id(said)
    until("the job runs", (tmp_path / "begun").exists)
    sky("jobs", "cancel", "-y", number)
    again = sky("jobs", "cancel", "-y", number)
    assert again.code == 0 and "Traceback" not in again.text, again.text
    assert re.search(rf"\b{number}\b", again.text) or "No job to cancel." in again.text
    assert controller.ended(number, 90) == "CANCELLED"


def test_cancel_asks_first(sky, tmp_path, controller):
    [number] = begin(sky, tmp_path, "asked")
    assert sky("jobs", "cancel", number, typed="n\n").code != 0
    assert controller.status(number) == "RUNNING"
    assert sky("jobs", "cancel", number, typed="y\n").code == 0
    assert controller.ended(number) == "CANCELLED"


def test_cancel_is_not_graceful(sky, tmp_path, controller):
    """The option is refused, and the job goes on."""
    [number] = begin(sky, tmp_path, "graceful")
    said = sky("jobs", "cancel", "-y", "--graceful", "--graceful-timeout", 20, number)
    assert said.code != 0 and "graceful" in said.text and "Traceback" not in said.text, said.text
    assert controller.status(number) == "RUNNING"
    sky("jobs", "cancel", "-y", number)
    assert controller.ended(number) == "CANCELLED"


def test_cancel_one_task(sky, tmp_path, controller):
    [number] = begin(sky, tmp_path, "one-task")
    said = sky("jobs", "cancel", "-y", number, "--task", 0)
    assert said.code != 0 and "Traceback" not in said.text, said.text
    assert controller.status(number) == "RUNNING"
    sky("jobs", "cancel", "-y", number)
    controller.ended(number)
