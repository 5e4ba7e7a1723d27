"""An interrupted training must end exactly like one that nobody disturbed."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TASK = "sky-managed-2026-11-21-10-00-00-000001_train_7-0"
STEPS = 150


def start(bucket, attempt=1, resume="", steps=STEPS):
    environment = dict(
        os.environ,
        CHECKPOINT_DIR=bucket,
        SKYPILOT_TASK_ID=TASK,
        OUTLAST_ATTEMPT=str(attempt),
        OUTLAST_EPOCH="3",
        OUTLAST_RESUME_MANIFEST=resume,
        PYTHONDONTWRITEBYTECODE="1",
    )
    command = [sys.executable, os.path.join(HERE, "train.py")]
    command += ["--steps", str(steps), "--batch", "3", "--save-every", "10", "--print-every", "1"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )


def finish(process):
    output = process.communicate(timeout=120)[0]
    return process.returncode, output


def interrupt(process, step, with_signal):
    """Sends the signal once the step is reached; returns how the process ended."""
    for line in process.stdout:
        if line.startswith(f"step {step}/"):
            process.send_signal(with_signal)
            break
    return finish(process)


def manifests(bucket):
    return sorted(os.listdir(os.path.join(bucket, ".outlast", TASK)))


def newest(bucket):
    found = manifests(bucket)
    return f".outlast/{TASK}/{found[-1]}" if found else ""


def final_loss(output):
    return output.strip().splitlines()[-1]


class TrainTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as bucket:
            code, output = finish(start(bucket))
            assert code == 0, output
            cls.undisturbed = final_loss(output)
            cls.losses = [float(line.split()[-1]) for line in output.splitlines() if line.startswith("step ")]

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.bucket = temporary.name

    def test_the_loss_falls(self):
        self.assertRegex(self.undisturbed, r"^final loss \d\.\d{10}$")
        self.assertEqual(len(self.losses), STEPS)
        self.assertLess(self.losses[-1], self.losses[0] - 0.1)

    def test_sigterm_saves_at_once_and_the_next_attempt_ends_the_same(self):
        code, output = interrupt(start(self.bucket), 33, signal.SIGTERM)
        self.assertEqual(code, 143, output)
        stopped_at = int(newest(self.bucket).split("/")[-1].split(".")[0])
        self.assertGreaterEqual(stopped_at, 33)
        self.assertIn(f"stopped at step {stopped_at}, saved", output)

        code, output = finish(start(self.bucket, attempt=2, resume=newest(self.bucket)))

        self.assertEqual(code, 0, output)
        self.assertTrue(output.startswith(f"resumed at step {stopped_at}\nstep {stopped_at + 1}/"), output)
        self.assertEqual(final_loss(output), self.undisturbed)

    def test_kill_costs_a_few_steps_and_no_bit(self):
        code, _ = interrupt(start(self.bucket), 57, signal.SIGKILL)
        self.assertEqual(code, -signal.SIGKILL)

        code, output = finish(start(self.bucket, attempt=2, resume=newest(self.bucket)))

        self.assertEqual(code, 0, output)
        self.assertEqual(final_loss(output), self.undisturbed)

    def test_many_interruptions_change_nothing(self):
        chance = random.Random(7)
        resume = ""
        for attempt in range(1, 6):
            step = attempt * 25 + chance.randrange(8)
            how = chance.choice([signal.SIGTERM, signal.SIGKILL])
            code, output = interrupt(start(self.bucket, attempt, resume), step, how)
            self.assertIn(code, (143, -signal.SIGKILL), output)
            resume = newest(self.bucket)
        code, output = finish(start(self.bucket, attempt=6, resume=resume))
        self.assertEqual(code, 0, output)
        self.assertEqual(final_loss(output), self.undisturbed)
        with open(os.path.join(self.bucket, "result.json"), encoding="utf-8") as file:
            result = json.load(file)
        self.assertEqual(f"final loss {result['final_loss']:.10f}", self.undisturbed)
        self.assertEqual(float.fromhex(result["exactly"]), result["final_loss"])

    def test_a_torn_checkpoint_is_refused(self):
        code, output = finish(start(self.bucket, steps=20))
        self.assertEqual(code, 0, output)
        model = os.path.join(self.bucket, TASK, "000000000020.1", "model.bin")
        with open(model, "r+b") as file:
            file.truncate(os.path.getsize(model) - 1)

        code, output = finish(start(self.bucket, attempt=2, resume=newest(self.bucket), steps=20))

        self.assertEqual(code, 1)
        self.assertIn("refusing to resume", output)

    def test_three_checkpoints_are_kept(self):
        finish(start(self.bucket, steps=45))
        self.assertEqual(manifests(self.bucket), [f"{seq:012d}.1.json" for seq in (30, 40, 45)])
        self.assertEqual(len(os.listdir(os.path.join(self.bucket, TASK))), 3)

        resume = f".outlast/{TASK}/000000000040.1.json"
        finish(start(self.bucket, attempt=2, resume=resume, steps=45))
        self.assertEqual(len(manifests(self.bucket)), 4)  # one of its own is not enough to remove the earlier ones

    def test_a_manifest_is_never_written_over(self):
        finish(start(self.bucket, steps=10))
        with open(os.path.join(self.bucket, newest(self.bucket)), "rb") as file:
            before = file.read()

        code, output = finish(start(self.bucket, steps=10))

        self.assertEqual(code, 1)
        self.assertIn("is there already", output)
        with open(os.path.join(self.bucket, newest(self.bucket)), "rb") as file:
            self.assertEqual(file.read(), before)


if __name__ == "__main__":
    unittest.main()
