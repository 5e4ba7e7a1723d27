package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Plain;
import dev.outlast.cli.text.Table;
import dev.outlast.cli.text.Words;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "launch",
        sortOptions = false,
        description = {
            "Launch a job from a file, or from a command in quotes, and follow its output.",
            "Relative paths in a file start from the file's directory; those of options from here."
        })
final class LaunchVerb extends Verb {
    @Parameters(paramLabel = "FILE|COMMAND", arity = "1..*", description = "a task file, or a shell command")
    List<String> entrypoint = List.of();

    @Mixin
    LaunchOptions options = new LaunchOptions();

    @Option(names = "--num-jobs", paramLabel = "N", description = "so many equal jobs (default: ${DEFAULT-VALUE})")
    int numJobs = 1;

    @Option(
            names = {"-d", "--detach"},
            description = "do not follow the output")
    boolean detach;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    @Option(names = "--dry-run", description = "show the offers and the plan, and launch nothing")
    boolean dryRun;

    LaunchVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var text = TaskText.of(shell, entrypoint);
        var overrides = options.overrides(new EnvFiles(shell));
        var job = text.parse(overrides);
        var client = client();
        // Told before anything is packed.
        client.get("/health/live");
        var body = body(text, overrides, new Uploads(shell, client).send(text, job));
        boolean ask = !yes && shell.inIsTerminal();
        if (dryRun || ask) {
            var plan = asked(text, () -> client.post("/v1/jobs", Json.of(with(body, "dry_run", true))));
            show(plan, text);
            if (dryRun) {
                return ExitCode.OK;
            }
            if (!shell.confirm(numJobs == 1 ? "Launch?" : "Launch " + numJobs + " jobs?")) {
                throw new CommandException(ExitCode.ERROR, "nothing was launched");
            }
        }
        return launched(client, asked(text, () -> client.postOnce("/v1/jobs", Json.of(body))), text);
    }

    private ObjectNode body(Entry what, Overrides overrides, Uploads uploads) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put(what.command() ? "command" : "task", what.text());
        var options = body.putObject("overrides");
        overrides.options().forEach((option, values) -> {
            var list = options.putArray(option.flag().substring(2).replace('-', '_').toLowerCase(Locale.ROOT));
            values.forEach(list::add);
        });
        overrides.envs().forEach(options.putObject("envs")::put);
        overrides.secrets().forEach(options.putObject("secrets")::put);
        uploads.names().forEach(body.putObject("blobs")::put);
        return body.put("num_jobs", numJobs);
    }

    private void plan(Entry what, ObjectNode body, boolean briefly) throws CommandFailure, IOException {
        var asked = body.deepCopy().put("dry_run", true);
        var plan = Controller.json(controller().ask(Request.post("/v1/jobs", asked), what.shown()));
        warnings(what, plan);
        if (output.isJson()) {
            show(plan);
            return;
        }
        var jobs = numJobs > 1 ? numJobs + " jobs " : "job ";
        sayPlain((briefly ? "To be launched: " : "Would launch ") + jobs + text(plan, "name") + ":");
        for (var task : plan.path("tasks")) {
            PlanView.heading(task, plan.path("tasks").size() > 1).forEach(this::sayPlain);
            if (!task.path("offers").isEmpty()) {
                show(PlanView.offers(task));
            }
            if (PlanView.hidden(task) > 0) {
                say("(and " + PlanView.hidden(task) + " more)");
            }
        }
    }

    private void warnings(Entry what, JsonNode answer) {
        for (var warning : answer.path("warnings")) {
            warn("outlast: warning: " + Plain.text(Refusal.render(warning, what.shown())));
        }
    }

    private List<Long> submit(Entry what, ObjectNode body, boolean warn)
            throws CommandFailure, IOException, InterruptedException {
        // One key for all tries: a lost answer is asked for again, and the job is made once.
        var request = Request.once("/v1/jobs", body, UUID.randomUUID().toString());
        var answer = Controller.json(controller().askUntilAnswered(request, what.shown()));
        if (warn) {
            warnings(what, answer);
        }
        var ids = new ArrayList<Long>();
        answer.path("job_ids").forEach(id -> ids.add(id.asLong()));
        if (output.isJson()) {
            var printed = JsonNodeFactory.instance.objectNode();
            printed.set("job_ids", answer.path("job_ids"));
            show(printed);
        } else if (ids.size() == 1) {
            say("Job " + ids.getFirst() + " is accepted.");
        } else {
            say("Jobs " + JobIds.ranges(ids) + " are accepted.");
        }
        session.out().flush();
        return ids;
    }

    private int follow(List<Long> ids) throws CommandFailure, IOException, InterruptedException {
        if (detach || ids.isEmpty()) {
            return 0;
        }
        if (ids.size() > 1) {
            say("Jobs " + Words.ranges(ids) + " are submitted. See them: outlast queue");
            return ExitCode.OK;
        }
        long id = ids.getFirst();
        if (detach) {
            say("Job " + id + " is submitted. See it: outlast logs " + id);
            return ExitCode.OK;
        }
        note("Job " + id + " is submitted; Ctrl-C leaves it running.");
        return new LogFollower(shell, client).follow(id, "");
    }

    private Map<String, Object> body(TaskText text, Overrides overrides, Map<String, String> blobs) {
        var over = new LinkedHashMap<String, Object>();
        overrides
                .options()
                .forEach((option, values) -> over.put(
                        option.flag().substring(2).replace('-', '_'), values.size() == 1 ? values.getFirst() : values));
        over.put("envs", overrides.envs());
        over.put("secrets", overrides.secrets());
        var body = new LinkedHashMap<String, Object>();
        body.put(text.command() ? "command" : "task", text.text());
        body.put("overrides", over);
        body.put("blobs", blobs);
        body.put("num_jobs", numJobs);
        return body;
    }

    private static Map<String, Object> with(Map<String, Object> body, String key, Object value) {
        var more = new LinkedHashMap<>(body);
        more.put(key, value);
        return more;
    }

    /// Problems that only the controller knows are told like those found here.
    private static Json asked(TaskText text, java.util.function.Supplier<Json> ask) {
        try {
            return ask.get();
        } catch (ApiException error) {
            if (error.problems().isEmpty()) {
                throw error;
            }
            throw text.refusal(error.problems().stream()
                    .map(p -> new Problem(
                            (int) p.at("line").number(),
                            (int) p.at("column").number(),
                            p.at("path").text(),
                            p.at("message").text()))
                    .toList());
        }
    }

    private void warn(Json answer, TaskText text) {
        for (var warning : answer.at("warnings").items()) {
            var where = warning.at("line").number() == 0
                    ? ""
                    : text.fileName() + ":" + warning.at("line").text() + ":"
                            + warning.at("column").text() + ": ";
            note("warning: " + where
                    + Plain.line(warning.at("path").text() + ": "
                            + warning.at("message").text()));
        }
    }

    private void show(Json plan, TaskText text) {
        if (wantsJson()) {
            print(plan);
            return;
        }
        warn(plan, text);
        for (var task : plan.at("tasks").items()) {
            say(Plain.line(task.at("name").text()) + ": "
                    + Plain.line(task.at("says").text()));
            var table = new Table(
                    Table.Column.elastic("WHERE", 12, 0),
                    Table.Column.elastic("TYPE", 8, 1),
                    Table.Column.left("KIND", 2),
                    Table.Column.right("$/HOUR", 1),
                    Table.Column.left("", 3));
            for (var offer : task.at("offers").items()) {
                var closed = offer.at("closed_until").text();
                table.row(
                        Words.place(offer),
                        offer.at("instance_type").text(),
                        offer.at("spot").isTrue() ? "spot" : "on demand",
                        Words.money(offer.at("price_per_hour").decimal()),
                        closed.isEmpty() ? "" : "refused; again after " + closed);
            }
            table.print(shell);
        }
    }
}
