package dev.outlast.cli.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    @Mixin
    private FormatOption output = new FormatOption();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        try {
            var started = new LocalController(Installation.of(System.getenv())).start(port.checked(spec));
            var controller = started.controller();
            out.println(output.isJson() ? FormatOption.text(json(started)) : text(started));
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

    static String text(LocalController.Started started) {
        return "controller " + (started.already() ? "runs already" : "ready") + " at "
                + started.controller().address();
    }

    static ObjectNode json(LocalController.Started started) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("address", started.controller().address())
                .put("pid", started.controller().pid())
                .put("already", started.already());
    }
}
