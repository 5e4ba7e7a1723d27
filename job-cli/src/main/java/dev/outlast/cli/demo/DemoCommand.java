package dev.outlast.cli.demo;

import dev.outlast.cli.control.ControllerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Show a preemption and the recovery from it on this machine, in a minute or two.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: outlast demo --steps 300"})
public final class DemoCommand implements Callable<Integer> {
    private static final int FEWEST = 100;
    private static final int MOST = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--keep", description = "Do not remove the home of the demo at the end.")
    private boolean keep;

    @Option(names = "--steps", paramLabel = "N", description = "How long to train. Default: ${DEFAULT-VALUE} steps.")
    private int steps = 600;

    @Override
    public Integer call() throws InterruptedException {
        if (steps < FEWEST || steps > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "--steps: " + steps + " is not a number from " + FEWEST + " to " + MOST);
        }
        var screen = new Screen(spec.commandLine().getOut(), onTerminal());
        try {
            needPython();
            var example =
                    Example.in(Path.of(System.getProperty("outlast.root", ".")).toAbsolutePath(), steps);
            return show(screen, example);
        } catch (DemoException | IOException failed) {
            return failed(screen, failed);
        }
    }

    private int failed(Screen screen, Exception why) {
        screen.keep();
        spec.commandLine().getErr().println("outlast: the demo failed: " + why.getMessage());
        return 1;
    }

    private int show(Screen screen, Example example) throws IOException, InterruptedException {
        var home = DemoHome.make(keep);
        // Ctrl-C in the middle ends the controller and its jobs as well.
        var interrupted = new AtomicBoolean();
        var hook = Thread.ofPlatform().name("clear").unstarted(() -> {
            if (!home.isClosed()) {
                interrupted.set(true);
                System.err.println("\nstopping the demo, and removing what it started ...");
            }
            home.close();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (home) {
            new Demo(screen, example, home).run();
        } catch (DemoException | ControllerException | IOException failed) {
            // Cut off by Ctrl-C, there is nothing to explain.
            return interrupted.get() ? 1 : failed(screen, failed);
        }
        next(screen);
        return 0;
    }

    private void next(Screen screen) {
        screen.say("");
        screen.say("Its controller is stopped" + (keep ? "; its home is kept." : " and its home removed."));
        screen.say("");
        screen.say("Now by hand:");
        for (var line : List.of(
                "./outlast controller start",
                "./outlast launch -d -y examples/train/train.yaml",
                "./outlast queue",
                "./outlast logs -f 1",
                "./outlast local preempt 1",
                "./outlast events 1",
                "./outlast cancel 1",
                "./outlast controller stop")) {
            screen.say("   " + line);
        }
    }

    /// The console is null again where there is none, since Java 25.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    private static void needPython() throws DemoException, InterruptedException {
        try {
            var python = new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))")
                    .redirectErrorStream(true)
                    .start();
            if (python.waitFor() == 0) {
                return;
            }
        } catch (IOException none) {
            // Said below.
        }
        throw new DemoException("the example trains with python3, 3.9 or newer; install it (apt-get install python3)");
    }
}
