package dev.outlast.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Say whether it runs: exit code 0 when it does, 4 when not.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    static final int NOT_RUNNING = 4;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private FormatOption output = new FormatOption();

    @Override
    public Integer call() {
        var installation = Installation.of(System.getenv());
        var local = new LocalController(installation);
        var running = local.running();
        var overview = running.flatMap(local::overview);
        var out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(FormatOption.text(
                    json(running, overview).put("home", installation.home().toString())));
        } else {
            out.println(text(running, overview));
        }
        out.flush();
        return running.isPresent() ? 0 : NOT_RUNNING;
    }

    static String text(Optional<ControllerRecord> running, Optional<JsonNode> overview) {
        if (running.isEmpty()) {
            return "not running; `outlast controller start` starts it";
        }
        var controller = running.get();
        if (overview.isEmpty()) {
            return "running at " + controller.address() + " (pid " + controller.pid() + "), but it does not answer";
        }
        var said = overview.get();
        var live = said.path("figures").path("live_jobs").asLong();
        var state = said.path("ready").asBoolean()
                ? "running"
                : "running, not ready: " + said.path("state").asText();
        return state + " at " + controller.address() + " (pid " + controller.pid() + ", version "
                + said.path("version").asText() + ", " + live + (live == 1 ? " live job)" : " live jobs)");
    }

    static ObjectNode json(Optional<ControllerRecord> running, Optional<JsonNode> overview) {
        var json = new ObjectMapper().createObjectNode().put("running", running.isPresent());
        running.ifPresent(controller -> json.put("address", controller.address())
                .put("pid", controller.pid())
                .put("answers", overview.isPresent()));
        overview.ifPresent(said -> json.put("ready", said.path("ready").asBoolean())
                .put("version", said.path("version").asText())
                .put("started_at", said.path("started_at").asText())
                .put("live_jobs", said.path("figures").path("live_jobs").asLong()));
        return json;
    }
}
