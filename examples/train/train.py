"""Trains a small language model on Newton's Opticks, and does not mind being killed.

Every --save-every steps, and at SIGTERM, it saves the parameters, the optimizer and the state of the random numbers
into the bucket. However often it is interrupted, it ends with the very same final loss.
"""

import argparse
import json
import os
import random
import signal
import sys

import checkpoint
from model import CONTEXT, Model

HERE = os.path.dirname(os.path.abspath(__file__))
KEEP = 3
HELD_OUT = 4000  # characters at the end of the text that it never trains on


def main():
    options = arguments()
    bucket = os.environ.get("CHECKPOINT_DIR") or os.path.expanduser("~/checkpoints")
    os.makedirs(bucket, exist_ok=True)
    stop = on_sigterm()

    text, alphabet = read_text()
    generator = random.Random(options.seed)
    model = Model(len(alphabet), generator)
    step, smooth = resume(bucket, options, model, generator)
    saved = step

    while step < options.steps:
        rate = 0.1 if step < options.steps * 2 // 3 else 0.03
        loss = model.train(batch(text, generator, options.batch), rate)
        smooth = loss if step == 0 else 0.98 * smooth + 0.02 * loss
        step += 1
        if step % options.print_every == 0:
            print(f"step {step}/{options.steps} loss {smooth:.4f}", flush=True)
        # Only here, between two steps, is the state whole: the signal itself just sets a flag.
        if (step % options.save_every == 0 or step == options.steps or stop) and step != saved:
            save(bucket, options, model, generator, step, smooth)
            saved = step
        if stop:
            print(f"stopped at step {step}, saved", flush=True)
            return 143

    finish(bucket, options, model, text)
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--save-every", type=int, default=100)
    parser.add_argument("--print-every", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1704)
    return parser.parse_args()


def on_sigterm():
    """A list that becomes non-empty, and so true, when the job is asked to stop."""
    stop = []
    signal.signal(signal.SIGTERM, lambda number, frame: stop.append(number))
    return stop


def read_text():
    """The text as numbers, and the characters they stand for."""
    with open(os.path.join(HERE, "text.txt"), encoding="utf-8") as file:
        text = file.read().lower()
    alphabet = sorted(set(text))
    code = {letter: number for number, letter in enumerate(alphabet)}
    return [code[letter] for letter in text], alphabet


def sample(text, at):
    return text[at : at + CONTEXT], text[at + CONTEXT]


def batch(text, generator, size):
    last = len(text) - HELD_OUT - CONTEXT - 1
    return [sample(text, generator.randrange(last)) for _ in range(size)]


def save(bucket, options, model, generator, step, smooth):
    state = {
        "step": step,
        "loss": smooth.hex(),
        "random": generator.getstate(),
        "options": vars(options),
    }
    checkpoint.save(bucket, step, {"model.bin": model.to_bytes(), "state.json": json.dumps(state).encode()})
    checkpoint.prune(bucket, KEEP)


def resume(bucket, options, model, generator):
    files = checkpoint.load(bucket)
    if files is None:
        print("starting from the beginning", flush=True)
        return 0, 0.0
    state = json.loads(files["state.json"])
    for name in ("steps", "batch", "seed"):
        if state["options"][name] != getattr(options, name):
            raise SystemExit(f"the checkpoint was made with --{name} {state['options'][name]}: refusing to resume")
    version, numbers, gauss = state["random"]
    generator.setstate((version, tuple(numbers), gauss))
    model.from_bytes(files["model.bin"])
    print(f"resumed at step {state['step']}", flush=True)
    return state["step"], float.fromhex(state["loss"])


def finish(bucket, options, model, text):
    loss = model.loss([sample(text, at) for at in range(len(text) - HELD_OUT, len(text) - CONTEXT)])
    result = {"final_loss": loss, "exactly": loss.hex(), "steps": options.steps, "attempt": checkpoint.ATTEMPT}
    checkpoint.write_whole(os.path.join(bucket, "result.json"), json.dumps(result).encode())
    print(f"final loss {loss:.10f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
