"""Checkpoints that Outlast resumes from. The rules are in docs/checkpoint-format.md; this is all it takes.

A checkpoint is a few files in the bucket and, written last, a manifest that names them with size and sha256.
Outlast looks for the newest manifest whose files are all there, and tells the next attempt its name.
"""

import hashlib
import json
import os
import shutil
from datetime import datetime, timezone

TASK = os.environ.get("SKYPILOT_TASK_ID", "by-hand")
ATTEMPT = int(os.environ.get("OUTLAST_ATTEMPT", "1"))
EPOCH = int(os.environ.get("OUTLAST_EPOCH", "1"))


def save(bucket, seq, files):
    """Writes the files ({name: bytes}), then the manifest that makes them a checkpoint."""
    entries = []
    for name, data in files.items():
        path = f"{_folder(seq, ATTEMPT)}/{name}"
        write_whole(os.path.join(bucket, path), data)
        entries.append({"name": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    manifest = {
        "version": 1,
        "seq": seq,
        "attempt": ATTEMPT,
        "epoch": EPOCH,
        "task_id": TASK,
        "created_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "files": entries,
    }
    _publish(os.path.join(bucket, _manifest(seq, ATTEMPT)), json.dumps(manifest).encode())


def load(bucket):
    """What to resume from: {name: bytes}, or None to start from the beginning."""
    manifest_name = os.path.expanduser(os.environ.get("OUTLAST_RESUME_MANIFEST", ""))
    if not manifest_name:
        return None
    with open(os.path.join(bucket, manifest_name), encoding="utf-8") as file:
        manifest = json.load(file)
    files = {}
    for entry in manifest["files"]:
        with open(os.path.join(bucket, entry["name"]), "rb") as file:
            data = file.read()
        if len(data) != entry["size"] or hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise SystemExit(f"{entry['name']} is not what {manifest_name} says: refusing to resume from it")
        files[os.path.basename(entry["name"])] = data
    return files


def prune(bucket, keep):
    """Removes all but the newest checkpoints of this attempt, and those of earlier attempts once it has enough.

    The manifest goes first: a checkpoint that is half removed must not look complete.
    """
    manifests = os.path.join(bucket, ".outlast", TASK)
    found = sorted(_parse(name) for name in os.listdir(manifests) if name.endswith(".json"))
    mine = [seq for seq, attempt in found if attempt == ATTEMPT]
    if len(mine) < keep:
        return
    kept = {(seq, ATTEMPT) for seq in mine[-keep:]}
    for seq, attempt in found:
        if attempt <= ATTEMPT and (seq, attempt) not in kept:
            os.unlink(os.path.join(bucket, _manifest(seq, attempt)))
    for name in os.listdir(os.path.join(bucket, TASK)):
        seq, attempt = _parse(name)
        if attempt <= ATTEMPT and (seq, attempt) not in kept:
            shutil.rmtree(os.path.join(bucket, TASK, name))


def write_whole(path, data):
    """Whoever reads the file, after a crash too, sees all of it or none."""
    part = _write_part(path, data)
    os.replace(part, path)


def _publish(path, data):
    """Like write_whole, but never over a file that is there: a manifest is written once."""
    part = _write_part(path, data)
    try:
        os.link(part, path)
    except FileExistsError:
        raise SystemExit(f"{path} is there already: every attempt needs its own number, every run its own bucket")
    except OSError:  # a bucket mounted without hard links
        with open(path, "xb") as file:
            file.write(data)
    finally:
        os.unlink(part)


def _write_part(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    part = f"{path}.part"
    with open(part, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return part


def _folder(seq, attempt):
    return f"{TASK}/{seq:012d}.{attempt}"


def _manifest(seq, attempt):
    return f".outlast/{TASK}/{seq:012d}.{attempt}.json"


def _parse(name):
    seq, attempt = name.split(".")[:2]
    return int(seq), int(attempt)
