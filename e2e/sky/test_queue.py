"""`sky jobs queue`: what it lists, and by what it is filtered."""
import concurrent.futures
import datetime
import json
import re
import time

import pytest

from house import until
from test_launch import ids, one_id

short = pytest.mark.short
STRANGER = {"SKYPILOT_USER_ID": "0badcafe", "SKYPILOT_USER": "stranger"}


def launched(sky, name, run="true", *options, **environment):
    return one_id(sky("jobs", "launch", "-y", "-d", "-n", name, *options, run, **environment))


def listed(sky, *options, **environment):
    """The rows of `-o json`, newest first."""
    said = sky("jobs", "queue", "-o", "json", *options, **environment)
    assert said.code == 0, said.text
    return json.loads(said.out)


def numbers(rows):
    return [row["job_id"] for row in rows]


@pytest.fixture
def three(sky, controller, tmp_path):
    """One job that succeeded, one that failed and one that runs, newest last."""
    good, bad = launched(sky, "good"), launched(sky, "bad", "exit 1")
    running = launched(sky, "running", f"touch {tmp_path}/begun; sleep 600")
    assert controller.ended(good) == "SUCCEEDED" and controller.ended(bad) == "FAILED"
    until("the job runs", (tmp_path / "begun").exists)
    controller.reached(running, "RUNNING")
    yield good, bad, running
    sky("jobs", "cancel", "-y", running)
    controller.ended(running)


@short
def test_queue_table(sky, three):
    said = sky.script_run("jobs", "queue")
    assert said.code == 0, said.text
    assert re.search(r"In progress tasks: .*1 RUNNING", said.text), said.text
    rows = {}
    for line in said.text.splitlines():
        words = line.split()
        if words and words[0].isdigit():
            rows[int(words[0])] = line
    good, bad, running = three
    assert "SUCCEEDED" in rows[good] and "FAILED" in rows[bad] and "RUNNING" in rows[running]
    assert list(rows)[:3] == [running, bad, good]


def test_queue_json(sky, three):
    rows = listed(sky, "--output", "json")
    good, bad, running = three
    assert numbers(rows)[:3] == [running, bad, good]
    first = rows[0]
    assert first["status"] == "RUNNING" and first["job_name"] == "running" and first["recovery_count"] == 0
    assert abs(first["submitted_at"] - time.time()) < 120
    assert first["end_at"] is None and first["job_duration"] >= 0
    assert rows[2]["end_at"] >= rows[2]["submitted_at"]


def test_queue_verbose(sky, three):
    said = sky("jobs", "queue", "-v")
    assert said.code == 0, said.text
    assert "SCHED. STATE" in said.text and "INFRA" in said.text
    [row] = [row for row in listed(sky, "--verbose", "-l", 1)]
    assert row["schedule_state"] == "ALIVE" and row["start_at"] is not None
    assert isinstance(row["cluster_resources"], str) and isinstance(row["metadata"], dict)


def test_queue_limit_and_all(sky, three):
    assert numbers(listed(sky, "-l", 2)) == [three[2], three[1]]
    assert numbers(listed(sky, "--limit", 1)) == [three[2]]
    everything = numbers(listed(sky, "-a"))
    assert everything == numbers(listed(sky, "--all")) and set(three) <= set(everything)
    hint = sky("jobs", "queue", "-l", 1)
    assert "Only showing the latest 1 managed jobs" in hint.text, hint.text


def test_queue_skip_finished(sky, three):
    assert numbers(listed(sky, "--skip-finished")) == [three[2]]
    said = sky("jobs", "queue", "-s")
    assert said.code == 0 and "showing in-progress jobs only" in said.text


def test_queue_by_status(sky, three):
    good, bad, running = three
    rows = listed(sky, "--status", "failed,RUNNING", "-a")
    assert {row["status"] for row in rows} == {"FAILED", "RUNNING"}
    assert {bad, running} <= set(numbers(rows)) and good not in numbers(rows)
    assert numbers(listed(sky, "-s", "RUNNING")) == [running]


def test_queue_by_time(sky, three):
    assert set(three) <= set(numbers(listed(sky, "--since", "1h", "-a")))
    tomorrow = (datetime.date.today() + datetime.timedelta(days=2)).isoformat()
    yesterday = (datetime.date.today() - datetime.timedelta(days=2)).isoformat()
    assert listed(sky, "--after", tomorrow) == []
    assert listed(sky, "--before", yesterday) == []
    assert set(three) <= set(numbers(listed(sky, "--after", yesterday, "--before", tomorrow, "-a")))


def test_queue_by_infra(sky, three):
    where = listed(sky, "-v", "-l", 1)[0]["infra"]
    assert where and where != "-"
    assert three[2] in numbers(listed(sky, "--infra", where.split("/")[0].split(" ")[0].lower(), "-a"))
    assert listed(sky, "--infra", "gcp") == []


def test_queue_of_others(sky, three, controller):
    theirs = launched(sky, "theirs", "true", **STRANGER)
    controller.ended(theirs)
    assert theirs not in numbers(listed(sky, "-a"))
    assert numbers(listed(sky, "-a", **STRANGER))[0] == theirs
    everyone = listed(sky, "-u", "-l", 4)
    assert theirs in numbers(everyone) and three[2] in numbers(everyone)
    assert [row["user_name"] for row in everyone if row["job_id"] == theirs] == ["stranger"]
    assert "stranger" in sky("jobs", "queue", "--all-users", "-v").text


def test_queue_refresh(sky, three):
    assert numbers(listed(sky, "-r", "-l", 1)) == numbers(listed(sky, "--refresh", "-l", 1)) == [three[2]]


def test_queue_is_empty(sky):
    said = sky("jobs", "queue", SKYPILOT_USER_ID="00000000", SKYPILOT_USER="nobody")
    assert said.code == 0 and "No in-progress managed jobs." in said.text, said.text


def test_thousand_jobs(sky, controller):
    user = {"SKYPILOT_USER_ID": "10001000", "SKYPILOT_USER": "thousand"}
    said = sky("jobs", "launch", "-y", "-n", "swarm", "--num-jobs", 1000, "", **user)
    if said.code != 0:  # a client that wants a command
        said = sky("jobs", "launch", "-y", "-n", "swarm", "--num-jobs", 1000, "true", **user)
    assert said.code == 0, said.text
    swarm = ids(said)
    assert len(swarm) == 1000
    rows = listed(sky, "-a", **user)
    assert numbers(rows) == sorted(swarm, reverse=True)
    page = sky("jobs", "queue", **user)
    assert "Only showing the latest 50 managed jobs" in page.text
    until("all have ended", lambda: not listed(sky, "--skip-finished", **user), 120)
    assert {row["status"] for row in listed(sky, "-a", **user)} == {"SUCCEEDED"}


def test_two_clients_at_once(sky, controller):
    import sky as skypilot

    def turn(who):
        user = {"SKYPILOT_USER_ID": f"{who:08x}", "SKYPILOT_USER": f"client{who}"}
        number = launched(sky, f"pair-{who}", f"echo of {who}", **user)
        assert f"of {who}" in sky("jobs", "logs", number, **user).text
        return number, numbers(listed(sky, "-a", **user))

    with concurrent.futures.ThreadPoolExecutor(2) as both:
        for _ in range(3):
            (first, of_first), (second, of_second) = both.map(turn, (0x111, 0x222))
            assert first in of_first and second in of_second
            assert first not in of_second and second not in of_first
    assert skypilot.get(skypilot.jobs.queue_v2(refresh=False, all_users=True, limit=2))[2]


def test_sdk_queue(sky, three):
    import sky as skypilot
    records, total, counts, unfiltered = skypilot.get(
        skypilot.jobs.queue_v2(refresh=False, statuses=["RUNNING"], limit=1))
    assert [record.job_id for record in records] == [three[2]]
    assert total == 1 and counts["RUNNING"] == 1 and unfiltered >= 3
    named, _, _, _ = skypilot.get(skypilot.jobs.queue_v2(refresh=False, name_match="runn", skip_finished=True))
    assert [record.job_name for record in named] == ["running"]
    by_id, _, _, _ = skypilot.get(skypilot.jobs.queue_v2(refresh=False, job_ids=[three[0]]))
    assert [record.job_id for record in by_id] == [three[0]]
    oldest, _, _, _ = skypilot.get(
        skypilot.jobs.queue_v2(refresh=False, sort_by="job_id", sort_order="asc", limit=2))
    assert oldest[0].job_id < oldest[1].job_id
    old = skypilot.get(skypilot.jobs.queue(refresh=False, job_ids=[three[1]]))
    assert [record["status"].value for record in old] == ["FAILED"]
