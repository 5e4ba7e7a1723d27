package dev.outlast.cli.control;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "start",
        description = "Start it in the background, and return when it is ready. One that runs already is fine.",
        mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private PortOption port = new PortOption();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        try {
            var started = new LocalController(Installation.of(System.getenv())).start(port.checked(spec));
            var controller = started.controller();
            out.println("controller " + (started.already() ? "runs already" : "ready") + " at " + controller.address());
            if (started.already() && port.differsFrom(controller)) {
                err.println("outlast: --port was not looked at; `outlast controller stop` first to change the port");
            }
            out.flush();
            return 0;
        } catch (ControllerException refused) {
            err.println("outlast: " + refused.say());
            return 1;
        }
    }
}
