package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.daemon.Daemon;
import dev.outlast.cli.http.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "controller",
        description = {
            "Start, stop or look at the controller of this home.",
            "start returns when it is ready; run stays in the foreground; stop leaves jobs running."
        })
final class ControllerVerb extends Verb {
    @Parameters(paramLabel = "start|stop|status|run", description = "what to do")
    Act act = Act.STATUS;

    @Option(names = "--port", paramLabel = "N", description = "listen there (default: 46800; 0: any free one)")
    @Nullable
    Integer port;

    enum Act {
        START,
        STOP,
        STATUS,
        RUN
    }

    ControllerVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var daemon = new Daemon(shell);
        return switch (act) {
            case START -> {
                show(daemon.start(Optional.ofNullable(port)), "ready");
                yield ExitCode.OK;
            }
            case STOP -> stop(daemon);
            case STATUS -> status(daemon);
            case RUN -> run();
        };
    }

    private void show(dev.outlast.cli.http.ControllerFile file, String state) {
        if (wantsJson()) {
            var json = new LinkedHashMap<String, Object>();
            json.put("state", state);
            json.put("address", file.address());
            json.put("pid", file.pid());
            json.put("home", shell.home().toString());
            print(Json.of(json));
        } else {
            say("Controller " + state + " at " + file.address() + " (process " + file.pid() + ", home " + shell.home()
                    + ")");
        }
    }

    private int stop(Daemon daemon) {
        boolean stopped = daemon.stop();
        if (wantsJson()) {
            print(Json.of(java.util.Map.of("state", "stopped", "was_running", stopped)));
        } else {
            say(stopped ? "Controller stopped; running jobs go on." : "No controller was running.");
        }
        return ExitCode.OK;
    }

    private int status(Daemon daemon) {
        var running = daemon.running();
        if (running.isEmpty()) {
            throw new CommandException(ExitCode.UNREACHABLE, "no controller of " + shell.home() + " is running");
        }
        var overview = client().get("/v1/status");
        if (wantsJson()) {
            print(overview);
            return ExitCode.OK;
        }
        show(
                running.get(),
                overview.at("ready").isTrue()
                        ? "ready"
                        : "not ready: " + overview.at("state").text());
        say("  version " + overview.at("version").text() + ", epoch "
                + overview.at("epoch").text());
        overview.at("jobs")
                .fields()
                .forEach((status, count) -> say(String.format(Locale.ROOT, "  %8d %s", count.number(), status)));
        return ExitCode.OK;
    }

    private int run() {
        try {
            var builder = new ProcessBuilder(Daemon.java(Optional.ofNullable(port))).inheritIO();
            builder.environment().put("OUTLAST_HOME", shell.home().toString());
            var process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                process.destroy();
                process.onExit().join();
            }));
            return process.waitFor();
        } catch (IOException failed) {
            throw new CommandException(ExitCode.ERROR, "cannot start a controller: " + failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ExitCode.ERROR;
        }
    }
}
