package dev.outlast.cli.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "stop",
        description = "End it in order. Jobs that run go on; the next start takes them up again.",
        mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FormatOption output = new FormatOption();

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var local = new LocalController(Installation.of(System.getenv()));
        var live = local.running()
                .flatMap(local::overview)
                .map(overview -> overview.path("figures").path("live_jobs").asLong())
                .orElse(0L);
        try {
            boolean stopped = local.stop();
            if (output.isJson()) {
                out.println(FormatOption.text(JsonNodeFactory.instance
                        .objectNode()
                        .put("stopped", stopped)
                        .put("live_jobs", live)));
            } else {
                out.println(stopped ? "controller stopped" + goOn(live) : "no controller is running");
            }
            out.flush();
            return 0;
        } catch (ControllerException still) {
            spec.commandLine().getErr().println("outlast: " + still.say());
            return 1;
        }
    }

    static String goOn(long live) {
        if (live == 0) {
            return "";
        }
        return live == 1
                ? "; 1 job goes on, and the next start takes it up again"
                : "; " + live + " jobs go on, and the next start takes them up again";
    }
}
