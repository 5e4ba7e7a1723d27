"""Kill -9 of a controller with many live jobs, and how soon the next one is ready."""
import http.client
import time

from house import Controller, figure, task

CONFIG = """\
limits:
  places:
    local: 20000
"""


def run(short):
    hollow, real = (1_000, 20) if short else (10_000, 200)
    with Controller(CONFIG) as controller:
        controller.submit(hollow_task(), count=hollow)
        controller.submit(task("sleep 100000"), count=real)
        controller.until(lambda counts: counts.get("RUNNING", 0) >= hollow + real, 120, every=0.05)
        controller.kill()
        began = time.perf_counter()
        controller.start()
        while not ready(controller):
            time.sleep(0.005)
        figure(f"ready again with {hollow:,} hollow and {real} real jobs", time.perf_counter() - began, "s")
        # Whoever is cancelled must have been seen, so the last real job's end shows that the look-round is over.
        counts = controller.counts()
        if counts.get("RUNNING", 0) != hollow + real:
            raise SystemExit(f"bench: jobs changed over the restart: {counts}")
        began = time.perf_counter()
        controller.cancel_all()
        figure("cancel of all of them, to the last CANCELLED", time.perf_counter() - began, "s")


def hollow_task():
    return task("true", OUTLAST_HOLLOW_SECONDS=100000).replace(
        "  infra: local\n", "  infra: local\n  instance_type: local.hollow\n")


def ready(controller):
    try:
        controller.api("GET", "/health/ready")
        return True
    except (OSError, http.client.HTTPException, SystemExit):
        return False
