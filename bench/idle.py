"""A controller with nothing to do: memory, processor time, SQL statements."""
import time

from house import Controller, figure, task, ended_well


def run(short):
    with Controller() as controller:
        controller.submit(task("true"))
        controller.until(ended_well(1), 120)
        time.sleep(5 if short else 30)
        seconds = 15 if short else 120
        statements, cpu = controller.metric("store_statements"), controller.cpu()
        time.sleep(seconds)
        rss, pss = controller.memory()
        figure("resident memory", rss, "MB")
        figure("proportional share of it", pss, "MB")
        figure("processor time", 100 * (controller.cpu() - cpu) / seconds, "% of one")
        figure("SQL statements", (controller.metric("store_statements") - statements) / seconds, "/s")
