package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Interrupt;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Reply;
import dev.outlast.cli.text.LogScreen;

/// Writes what a job prints, across its recoveries and across restarts of the controller.
final class LogFollower {
    private static final String LIMIT = "limit=262144";

    private final Shell shell;
    private final Client client;
    private final LogScreen screen = new LogScreen();

    LogFollower(Shell shell, Client client) {
        this.shell = shell;
        this.client = client;
    }

    /// All there is now.
    void show(long id, String filter) {
        var path = Jobs.path(id) + "/logs?" + LIMIT + filter;
        var piece = client.fetch(path);
        write(piece);
        while (piece.says("x-outlast-more")) {
            piece = client.fetch(path(id, filter, piece));
            write(piece);
        }
    }

    /// Until the job has ended.
    ///
    /// @return the exit code its end means
    int follow(long id, String filter) {
        try (var _ = Interrupt.saying(
                shell,
                "Job " + id + " goes on. See it again: outlast logs " + id + "   End it: outlast cancel " + id)) {
            var piece = client.fetch(Jobs.path(id) + "/logs?" + LIMIT + filter);
            write(piece);
            while (!piece.says("x-outlast-last")) {
                var next = path(id, filter, piece) + "&wait=20";
                piece = client.patiently(() -> client.fetch(next));
                write(piece);
            }
            return end(id);
        }
    }

    private int end(long id) {
        var job = client.patiently(() -> client.get(Jobs.path(id) + "?wait=10"));
        var status = job.at("status").text();
        var reason = job.at("status_reason").text();
        shell.err()
                .println("Job " + id + " " + status
                        + (reason.isEmpty() ? "" : ": " + dev.outlast.cli.text.Plain.line(reason)));
        return ExitCode.of(status);
    }

    /// The filter goes along, without what only says where to begin.
    private static String path(long id, String filter, Reply piece) {
        var rest = filter.replaceAll("&tail=\\d+", "");
        return Jobs.path(id) + "/logs?" + LIMIT + rest + "&cursor="
                + Client.encode(piece.headers().getOrDefault("x-outlast-cursor", ""));
    }

    private void write(Reply piece) {
        var bytes = shell.outIsTerminal() ? screen.pass(piece.body()) : piece.body();
        shell.out().write(bytes, 0, bytes.length);
        shell.out().flush();
        if (shell.out().checkError()) {
            throw new CommandException(ExitCode.ERROR, "nobody reads the output any more");
        }
    }
}
