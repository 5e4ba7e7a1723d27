"""A PostgreSQL server of the bench's own, which syncs every commit to disk."""
import glob
import os
import pathlib
import shutil
import subprocess
import tempfile

from house import free_port


class Postgres:
    """Leaves nothing: no process, no file. As root it runs as the user postgres, for it refuses root."""

    def __init__(self):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda p: int(p.split("/")[4]))
        programs = os.environ.get("POSTGRES_BIN") or (os.path.dirname(found[-1]) if found else "")
        if not programs:
            raise SystemExit("bench: no PostgreSQL found: apt install postgresql, or set POSTGRES_BIN")
        self.programs = pathlib.Path(programs)
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="outlast-bench-postgres-"))
        self.port = free_port()

    def __enter__(self):
        if os.getuid() == 0:
            shutil.chown(self.directory, "postgres")
        data = str(self.directory / "data")
        self.call("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8")
        self.call("pg_ctl", "-D", data, "-w", "-l", str(self.directory / "log"), "-o",
                  f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
                  " -c fsync=on -c synchronous_commit=on", "start")
        self.call("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "outlast")
        return self

    def __exit__(self, *_):
        self.call("pg_ctl", "-D", str(self.directory / "data"), "-w", "-m", "fast", "stop")
        shutil.rmtree(self.directory)

    def call(self, program, *arguments):
        drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
        subprocess.run([*drop, str(self.programs / program), *arguments], cwd="/", check=True,
                       stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def config(self):
        return f"store:\n  url: jdbc:postgresql://127.0.0.1:{self.port}/outlast\n  user: postgres\n"

    def ask(self, sql):
        drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
        return subprocess.run(
            [*drop, str(self.programs / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-XAtc",
             sql, "outlast"], cwd="/", check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
