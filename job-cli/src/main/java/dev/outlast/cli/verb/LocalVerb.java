package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Plain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "local",
        description = {
            "Rehearse faults on the local launcher: outlast local preempt JOB.",
            "Without a verb: lists them. Values are taken in order, or as NAME=VALUE."
        })
final class LocalVerb extends Verb {
    private static final String PROVIDER = "local";

    @Parameters(index = "0", arity = "0..1", paramLabel = "VERB", description = "preempt, notice, drain, restore, …")
    String verb = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "VALUE", description = "what the verb wants")
    List<String> values = List.of();

    LocalVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var client = client();
        var verbs = verbs(client);
        if (verb.isEmpty()) {
            list(verbs);
            return ExitCode.OK;
        }
        var known = verbs.stream().filter(v -> v.at("verb").text().equals(verb)).findFirst();
        var names = known.map(
                        v -> v.at("arguments").items().stream().map(Json::text).toList())
                .orElse(List.of());
        var body = Map.of("verb", verb, "arguments", Json.of(arguments(names)));
        var answer = client.post("/v1/providers/" + PROVIDER + "/rehearse", Json.of(body));
        if (wantsJson()) {
            print(answer);
        } else {
            say(Plain.line(answer.at("done").text()));
        }
        return ExitCode.OK;
    }

    private static List<Json> verbs(Client client) {
        return client.get("/v1/providers").at("providers").items().stream()
                .filter(provider -> provider.at("provider").text().equals(PROVIDER))
                .flatMap(provider -> provider.at("verbs").items().stream())
                .toList();
    }

    private void list(List<Json> verbs) {
        if (wantsJson()) {
            print(Json.of(verbs));
            return;
        }
        for (var known : verbs) {
            var names = known.at("arguments").items().stream()
                    .map(name -> " " + name.text().toUpperCase(java.util.Locale.ROOT))
                    .collect(Collectors.joining());
            say("outlast local " + known.at("verb").text() + names);
            say("    " + known.at("help").text());
        }
    }

    private Map<String, String> arguments(List<String> names) {
        var arguments = new LinkedHashMap<String, String>();
        int next = 0;
        for (var value : values) {
            int equals = value.indexOf('=');
            if (equals > 0) {
                arguments.put(value.substring(0, equals), value.substring(equals + 1));
            } else if (next < names.size()) {
                arguments.put(names.get(next++), value);
            } else {
                throw new CommandException(ExitCode.USAGE, "'" + verb + "' takes at most " + names.size() + " values");
            }
        }
        return arguments;
    }
}
