package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.show.Plain;
import dev.outlast.cli.show.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Faults on command. Which ones there are, the controller knows.
@Command(
        name = "local",
        description = "Rehearse a fault of the local launcher; without a verb, list them.",
        footer = {
            "",
            "Examples: outlast local preempt 3",
            "          outlast local notice 3 lead=10s",
            "          outlast local drain east"
        })
final class LocalVerb extends Speaking {
    @Parameters(index = "0", arity = "0..1", paramLabel = "VERB", description = "Such as preempt, notice, drain.")
    String verb = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARGUMENT",
            description = "In the order of the list, or as name=value.")
    List<String> arguments = new ArrayList<>();

    @Option(names = "--provider", paramLabel = "NAME", description = "Default: ${DEFAULT-VALUE}.")
    String provider = "local";

    // Not a usual help option: help asks the controller for the verbs.
    @Option(
            names = {"-h", "--help"},
            description = "Show this help, with the verbs, and exit.")
    boolean help;

    @Mixin
    OutputOption output = new OutputOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    LocalVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (help) {
            session.out().print(usage(spec));
            try {
                list(verbs());
            } catch (CommandFailure away) {
                say("The verbs are told by the controller: " + away.getMessage());
            }
            return 0;
        }
        var verbs = verbs();
        if (verb.isEmpty()) {
            if (output.isJson()) {
                show(verbs);
            } else {
                list(verbs);
            }
            return 0;
        }
        var body = JsonNodeFactory.instance.objectNode().put("verb", verb);
        body.set("arguments", named(verbs));
        var answer = controller().post("/v1/providers/" + provider + "/rehearse", body);
        if (output.isJson()) {
            show(answer);
        } else {
            sayPlain(text(answer, "done"));
        }
        return 0;
    }

    private static String usage(CommandSpec spec) {
        return spec.commandLine().getUsageMessage(CommandLine.Help.Ansi.OFF) + "\nVerbs:\n";
    }

    private JsonNode verbs() throws CommandFailure, IOException {
        for (var known : controller().get("/v1/providers").path("providers")) {
            if (text(known, "provider").equals(provider)) {
                return known.path("verbs");
            }
        }
        throw new CommandFailure(1, "provider '" + provider + "' is not configured, or cannot be told to fail");
    }

    private void list(JsonNode verbs) {
        var table = new Table(
                Table.Column.of("VERB"), Table.Column.of("ARGUMENTS"), Table.Column.shrinking("WHAT IT DOES", 20));
        for (var known : verbs) {
            var names = new ArrayList<String>();
            known.path("arguments").forEach(name -> names.add(name.asText().toUpperCase(Locale.ROOT)));
            table.row(text(known, "verb"), String.join(" ", names), text(known, "help"));
        }
        show(table);
    }

    private ObjectNode named(JsonNode verbs) throws CommandFailure {
        var given = JsonNodeFactory.instance.objectNode();
        JsonNode known = null;
        for (var candidate : verbs) {
            known = text(candidate, "verb").equals(verb) ? candidate : known;
        }
        if (known == null) {
            throw CommandFailure.usage("there is no verb '" + Plain.text(verb) + "'; `outlast local` lists them");
        }
        int next = 0;
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                given.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else if (next < known.path("arguments").size()) {
                given.put(known.path("arguments").get(next++).asText(), argument);
            } else {
                throw CommandFailure.usage("'" + verb + "' takes no argument '" + Plain.text(argument) + "'");
            }
        }
        return given;
    }
}
