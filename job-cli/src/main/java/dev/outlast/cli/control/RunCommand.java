package dev.outlast.cli.control;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The script `outlast` becomes the server itself; this is for those who start this class path in another way.
@Command(
        name = "run",
        description = "Run it in the foreground until SIGTERM or Ctrl-C (systemd, containers).",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private PortOption port = new PortOption();

    @Override
    public Integer call() throws InterruptedException {
        try {
            var server = new ProcessBuilder(ServerCommand.foreground(port.checked(spec)))
                    .inheritIO()
                    .start();
            // SIGTERM and Ctrl-C end this process through its hooks, and so the server: it is waited for.
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> end(server)));
            return server.waitFor();
        } catch (IOException failed) {
            spec.commandLine().getErr().println("outlast: cannot run the controller: " + failed.getMessage());
            return 1;
        }
    }

    private static void end(Process server) {
        server.destroy();
        try {
            // What the server says of its end is the end of this command, not the signal that asked for it.
            Runtime.getRuntime().halt(server.waitFor());
        } catch (InterruptedException killed) {
            Thread.currentThread().interrupt();
        }
    }
}
