"""Holds one imported SkyPilot client, and runs every command in a fork of it.

The client is as pip installed it; only its import, two seconds of every command, is done once. A fork is a process of
its own, with its own arguments, environment, folder, exit code and open files, so it can be killed as a command can.

zygote.py SOCKET. A caller connects, sends one JSON line with the file descriptors of stdin, stdout and stderr, is
answered with the pid, and with the exit code when the command has ended.
"""
import json
import os
import signal
import socket
import sys


def command(request, streams):
    """The command itself, in its own process. Does not return."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            if stream > 2:
                os.close(stream)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        sys.argv = ["sky", *request["arguments"]]
        # Standard input was read as closed when it was imported.
        sys.stdin = os.fdopen(0, "r", closefd=False)
        from sky.client.cli import command as client
        client.cli(prog_name="sky")
        code = 0
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
        else:
            code = ended.code or 0
    except BaseException:  # what an interpreter does with it
        sys.excepthook(*sys.exc_info())
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


def attend(connection, listener):
    """Starts the command, waits for it and reports it, in a process of its own."""
    listener.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    text, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
    while not text.endswith(b"\n"):
        text += connection.recv(1 << 20)
    request = json.loads(text)
    pid = os.fork()
    if pid == 0:
        connection.close()
        command(request, streams)
    for stream in streams:
        os.close(stream)
    connection.sendall(f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    try:
        connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    except OSError:
        pass  # nobody waits for it any more


def main(path):
    import sky  # noqa: F401
    from sky.client.cli import command as client  # noqa: F401
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen(16)
        while True:
            connection, _ = listener.accept()
            if os.fork() == 0:
                try:
                    attend(connection, listener)
                finally:
                    os._exit(0)
            connection.close()


main(sys.argv[1])
