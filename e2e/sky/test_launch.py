"""`sky jobs launch`: what reaches the job, and what comes back."""
import json
import os
import re
import urllib.request

import pytest

from house import ENDED, until

short = pytest.mark.short
OLD = os.environ.get("SKY_SUITE_CLIENT", "").startswith("0.10.")


def ids(said):
    """The job ids that a launch printed, as `Jobs submitted with IDs: 1-3,5.`"""
    found = re.search(r"Jobs submitted with IDs: ([0-9,-]+)\.", said.text)
    assert found, said.text
    numbers = []
    for part in found.group(1).split(","):
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def one_id(said):
    """The id of the one job of a launch, from its hints."""
    found = re.search(r"sky jobs logs ([0-9]+)", said.text)
    if not found and OLD and said.code == 0:
        # It tells none with `-d`.
        with urllib.request.urlopen(os.environ["SKYPILOT_API_SERVER_ENDPOINT"] + "/v1/jobs?limit=1") as answer:
            return json.load(answer)["jobs"][0]["job_id"]
    assert found, said.text
    return int(found.group(1))


def names(controller):
    """Of the newest jobs."""
    return [job["name"] for job in json.loads(controller.http("GET", "/v1/jobs?limit=5")[2])["jobs"]]


@short
def test_launch_follows_the_job_to_its_end(sky):
    said = sky.script_run("jobs", "launch", "-y", "-n", "hello", "echo hello from $SKYPILOT_TASK_ID")
    assert said.code == 0, said.text
    assert "hello from " in said.text
    assert "Job started. Streaming logs..." in said.text
    assert re.search(r"Managed job finished: [0-9]+ \(status: SUCCEEDED\)", said.text), said.text


@pytest.fixture
def project(tmp_path):
    """A working directory with what archives get wrong, and a file and a folder to mount."""
    work = tmp_path / "work"
    (work / "sub").mkdir(parents=True)
    (work / "go.sh").write_text("#!/bin/sh\necho went in $(pwd)\n")
    (work / "go.sh").chmod(0o755)
    (work / "plain.txt").write_text("plain\n")
    (work / "sub" / "deep.txt").write_text("deep äöü\n")
    (work / "ignored.bin").write_text("not sent\n")
    (work / ".skyignore").write_text("ignored.bin\n")
    (work / "link.txt").symlink_to("plain.txt")
    (work / "linked").symlink_to("sub")
    (tmp_path / "one.txt").write_text("mounted file\n")
    (tmp_path / "many").mkdir()
    (tmp_path / "many" / "a.txt").write_text("mounted folder\n")
    (tmp_path / "task.yaml").write_text("""\
name: files
workdir: work
file_mounts:
  ~/data/one.txt: one.txt
  ~/data/many: many
run: |
  ./go.sh
  cat sub/deep.txt link.txt linked/deep.txt
  test -L link.txt && echo link kept
  test -x plain.txt || echo plain not executable
  test -e ignored.bin || echo ignored not sent
  cat ~/data/one.txt ~/data/many/a.txt
""")
    return tmp_path


@short
def test_workdir_and_file_mounts(sky, project):
    said = sky("jobs", "launch", "-y", "task.yaml", folder=project)
    assert said.code == 0, said.text
    for line in ("went in ", "deep äöü", "plain", "plain not executable", "ignored not sent",
                 "mounted file", "mounted folder"):
        assert line in said.text, f"{line!r} is missing in {said.text}"
    # The client stores links as links from 0.12 on.
    if not OLD:
        assert "link kept" in said.text, said.text


def test_the_same_workdir_is_not_sent_twice(sky, project, controller):
    first = sky("jobs", "launch", "-y", "-d", "task.yaml", folder=project)
    assert first.code == 0, first.text
    again = sky("jobs", "launch", "-y", "task.yaml", folder=project)
    assert again.code == 0, again.text
    assert "mounted file" in again.text
    assert controller.ended(one_id(first)) == "SUCCEEDED"


def test_workdir_of_the_command_line(sky, project):
    said = sky("jobs", "launch", "-y", "-n", "wd", "--workdir", project / "work", "./go.sh; cat sub/deep.txt")
    assert said.code == 0, said.text
    assert "went in " in said.text and "deep äöü" in said.text


def test_detached(sky, controller):
    said = sky("jobs", "launch", "-y", "-d", "-n", "detached", "echo quiet")
    assert said.code == 0, said.text
    assert "quiet" not in said.out.split("Useful Commands")[0].replace("echo quiet", "")
    number = one_id(said)
    assert f"/dashboard/jobs/{number}" in said.text
    assert controller.ended(number) == "SUCCEEDED"
    long_form = sky("jobs", "launch", "--yes", "--detach-run", "--name", "detached-2", "true")
    assert controller.ended(one_id(long_form)) == "SUCCEEDED"
    assert controller.job(one_id(long_form))["name"] == "detached-2"


def test_num_jobs(sky, controller):
    said = sky("jobs", "launch", "-y", "-n", "many", "--num-jobs", 5,
               "echo rank $SKYPILOT_JOB_RANK of $SKYPILOT_NUM_JOBS")
    assert said.code == 0, said.text
    numbers = ids(said)
    assert len(numbers) == 5
    for number in numbers:
        assert controller.ended(number) == "SUCCEEDED"
    ranks = {sky("jobs", "logs", "--no-follow", number).text.split("rank ")[1][0] for number in numbers}
    assert ranks == {"0", "1", "2", "3", "4"}


def test_pipeline(sky, tmp_path):
    (tmp_path / "pipe.yaml").write_text("""\
name: pipe
---
name: first
run: echo one; echo $SKYPILOT_TASK_ID
---
name: second
run: echo two; echo $SKYPILOT_TASK_ID
""")
    said = sky("jobs", "launch", "-y", "pipe.yaml", folder=tmp_path)
    assert said.code == 0, said.text
    assert said.text.index("one") < said.text.index("two")
    number = one_id(said)
    second = sky("jobs", "logs", "--no-follow", number, 1)
    assert "two" in second.text and "one\n" not in second.text
    by_name = sky("jobs", "logs", "--no-follow", number, "first")
    assert "one" in by_name.text and "two\n" not in by_name.text
    table = sky("jobs", "queue").text
    rows = [line for line in table.splitlines() if re.match(rf"{number}\s|\s*↳", line)]
    assert rows and rows[0].split()[1] == "pipe", table
    under = table.splitlines()[table.splitlines().index(rows[0]) + 1:][:2]
    assert all("↳" in row for row in under), table
    assert "first" in under[0] and "second" in under[1], table


def test_a_failed_task_ends_the_pipeline(sky, tmp_path, controller):
    (tmp_path / "pipe.yaml").write_text("""\
name: broken-pipe
---
name: first
run: exit 7
---
name: second
run: echo never
""")
    said = sky("jobs", "launch", "-y", "pipe.yaml", folder=tmp_path)
    assert said.code == 100, said.text
    assert "never" not in said.text.replace("echo never", "")
    job = controller.job(one_id(said))
    assert [task["status"] for task in job["tasks"]] == ["FAILED", "CANCELLED"]


def test_env_and_secret(sky, tmp_path, controller):
    (tmp_path / ".env").write_text("FROM_FILE=file\n")
    (tmp_path / ".secrets").write_text("SECRET_FILE=hidden-file\n")
    (tmp_path / "task.yaml").write_text("""\
name: envs
envs:
  GIVEN: yaml
  REPLACED: yaml
secrets:
  TOKEN: null
run: |
  echo "given=$GIVEN replaced=$REPLACED file=$FROM_FILE more=$MORE"
  echo "token has ${#TOKEN} letters, file secret has ${#SECRET_FILE}"
""")
    said = sky("jobs", "launch", "-y", "task.yaml", "--env", "REPLACED=option", "--env", "MORE", "--env-file", ".env",
               "--secret", "TOKEN=s3cr3t", "--secret-file", ".secrets", folder=tmp_path, MORE="environment")
    assert said.code == 0, said.text
    assert "given=yaml replaced=option file=file more=environment" in said.text
    assert "token has 6 letters, file secret has 11" in said.text
    shown = controller.http("GET", f"/v1/jobs/{one_id(said)}")[2]
    assert "s3cr3t" not in shown and "hidden-file" not in shown


@short
def test_exit_codes(sky):
    assert sky("jobs", "launch", "-y", "-n", "good", "exit 0").code == 0
    failed = sky("jobs", "launch", "-y", "-n", "bad", "exit 3")
    assert failed.code == 100, failed.text
    assert "status: FAILED)" in failed.text


def test_failed_setup(sky, tmp_path):
    (tmp_path / "task.yaml").write_text("name: setup\nsetup: |\n  echo preparing\n  exit 9\nrun: echo never ran\n")
    said = sky("jobs", "launch", "-y", "task.yaml", folder=tmp_path)
    assert said.code == 100, said.text
    assert "preparing" in said.text and "status: FAILED_SETUP" in said.text
    assert "never ran" not in said.text


def test_recovery_keeps_the_task_id(sky, tmp_path, controller):
    gate = tmp_path / "gate"
    (tmp_path / "task.yaml").write_text(f"""\
name: recover
run: |
  echo "id=$SKYPILOT_TASK_ID"
  echo x >> {tmp_path}/begun
  until [ -e {gate} ]; do sleep 0.1; done
  echo finished
""")
    said = sky("jobs", "launch", "-y", "-d", "task.yaml", folder=tmp_path)
    number = one_id(said)
    begun = tmp_path / "begun"
    until("the job runs", begun.exists)
    following = sky.start("jobs", "logs", number)
    following.prints("id=")
    controller.preempt(number)
    until("the job runs again", lambda: begun.read_text().count("x") == 2)
    gate.touch()
    ended = following.end()
    assert ended.code == 0, ended.text
    found = re.findall(r"id=(\S+)", ended.text)
    assert len(found) == 2 and len(set(found)) == 1, ended.text
    assert "finished" in ended.text
    [row] = [row for row in json.loads(sky("jobs", "queue", "-o", "json").out) if row["job_id"] == number]
    assert row["recovery_count"] == 1
    assert row["status"] == "SUCCEEDED"


def test_asked_for_confirmation(sky, controller):
    said = sky("jobs", "launch", "-n", "confirmed", "echo agreed", typed="y\n")
    assert said.code == 0, said.text
    assert "will be launched on (estimated)" in said.text
    assert "agreed" in said.text
    refused = sky("jobs", "launch", "-n", "not-confirmed", "echo agreed", typed="n\n")
    assert refused.code != 0
    assert "not-confirmed" not in names(controller)


def test_launch_async(sky, controller):
    said = sky("jobs", "launch", "-y", "--async", "-n", "async", "true")
    assert said.code == 0, said.text
    request = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", said.text)
    assert request, said.text
    shown = sky("api", "logs", request.group(0))
    assert shown.code == 0, shown.text
    until("the job is there", lambda: "async" in names(controller))
    assert sky("jobs", "launch", "-y", "--no-async", "-d", "-n", "not-async", "true").code == 0


def test_options_for_machines(sky, controller):
    said = sky("jobs", "launch", "-y", "-n", "machines", "--cpus", "1+", "--memory", "1+", "--num-nodes", 2,
               "--use-spot", "--disk-size", 100, "--priority", 7,
               "--job-recovery", "FAILOVER", "echo node $SKYPILOT_NODE_RANK of $SKYPILOT_NUM_NODES")
    assert said.code == 0, said.text
    assert "node 0 of 2" in said.text and "node 1 of 2" in said.text
    plain = sky("jobs", "launch", "-y", "-d", "-n", "on-demand", "--no-use-spot", "true")
    assert controller.ended(one_id(plain)) == "SUCCEEDED"


def test_gpus(sky, controller):
    said = sky("jobs", "launch", "-y", "-n", "gpus", "--gpus", "A100:1", "echo on $SKYPILOT_NUM_GPUS_PER_NODE")
    assert said.code == 0, said.text
    assert "on 1" in said.text


def test_no_machine_fits(sky):
    said = sky("jobs", "launch", "-y", "-n", "infeasible", "--cpus", "5000+", "true")
    assert said.code in (1, 100), said.text
    assert "Traceback" not in said.text


def test_sdk_launch_and_result(sky, controller):
    import sky as skypilot
    task = skypilot.Task(name="sdk", run="echo from the sdk")
    request = skypilot.jobs.launch(task)
    numbers, _ = skypilot.stream_and_get(request)
    [number] = numbers if isinstance(numbers, list) else [numbers]
    assert controller.ended(number) == "SUCCEEDED"
    again, _ = skypilot.get(request)
    assert again == numbers
    assert controller.status(number) in ENDED


def test_sdk_wait(controller):
    import sky as skypilot
    codes = {}
    for name, run in (("waited", "true"), ("waited-bad", "exit 1")):
        numbers, _ = skypilot.get(skypilot.jobs.launch(skypilot.Task(name=name, run=run)))
        codes[name] = skypilot.get(skypilot.jobs.wait(job_id=numbers[0], poll_interval=5))
    assert codes == {"waited": 0, "waited-bad": 100}
    numbers, _ = skypilot.get(skypilot.jobs.launch(skypilot.Task(name="slow", run="sleep 600")))
    with pytest.raises(TimeoutError):
        skypilot.get(skypilot.jobs.wait(job_id=numbers[0], timeout=1, poll_interval=5))
    skypilot.get(skypilot.jobs.cancel(job_ids=numbers))
    assert skypilot.get(skypilot.jobs.wait(job_id=numbers[0], poll_interval=5)) == 103
