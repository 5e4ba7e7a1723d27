package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Refusal;
import dev.outlast.cli.client.Request;
import dev.outlast.cli.show.Plain;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes jobs, and follows the one it made.
@Command(
        name = "launch",
        description = "Launch a job from a YAML file or a command, and follow it.",
        sortOptions = false,
        footer = {
            "",
            "Examples: outlast launch examples/train/train.yaml",
            "          outlast launch -d -y --num-jobs 8 --infra local 'python3 sweep.py'"
        })
final class LaunchVerb extends Verb {
    private static final int MAX_JOBS = 100_000;

    @Parameters(paramLabel = "ENTRY", arity = "1..*", description = "A YAML file, or a command in quotes.")
    List<String> entry = new ArrayList<>();

    @Mixin
    TaskOptions task = new TaskOptions();

    @Option(names = "--num-jobs", paramLabel = "N", description = "Launch N equal jobs.")
    int numJobs = 1;

    @Option(
            names = {"-d", "--detach-run"},
            description = "Return once the job is accepted.")
    boolean detach;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(names = "--dry-run", description = "Show the plan and do nothing.")
    boolean dryRun;

    @Mixin
    OutputOption output = new OutputOption();

    LaunchVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        if (numJobs < 1 || numJobs > MAX_JOBS) {
            throw CommandFailure.usage("--num-jobs must be 1 to " + MAX_JOBS);
        }
        var overrides = task.overrides(session);
        var what = Entry.of(session, entry);
        switch (what.parse(overrides)) {
            case Parsed.Refused refused ->
                throw new CommandFailure(
                        ExitCodes.REFUSED,
                        refused.problems().stream()
                                .map(p -> p.render(what.shown()))
                                .toList());
            case Parsed.Accepted accepted -> {
                try (var uploads = Uploads.pack(session, what, accepted.job())) {
                    var body = body(what, overrides, uploads);
                    boolean ask = !yes && session.canAsk() && !output.isJson();
                    if (dryRun || ask) {
                        plan(what, body, !dryRun);
                    }
                    if (dryRun) {
                        return 0;
                    }
                    if (ask && !session.confirms(numJobs == 1 ? "Launch it?" : "Launch " + numJobs + " of it?")) {
                        say("Nothing was launched.");
                        return ExitCodes.REFUSED;
                    }
                    uploads.send(controller());
                    return follow(submit(what, body, !ask));
                }
            }
        }
    }

    private ObjectNode body(Entry what, Overrides overrides, Uploads uploads) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put(what.command() ? "command" : "task", what.text());
        var options = body.putObject("overrides");
        overrides.options().forEach((option, values) -> {
            var list = options.putArray(
                    option.flag().substring(2).replace('-', '_').toLowerCase(Locale.ROOT));
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
            if (!output.isJson()) {
                say("Wait for them with `outlast wait " + JobIds.ranges(ids) + "`.");
            }
            return 0;
        }
        long id = ids.getFirst();
        try (var _ = FarewellHook.of(session, "logs", List.of(Long.toString(id)))) {
            if (output.isJson()) {
                return ExitCodes.of(text(WaitVerb.await(session, id), "status"));
            }
            int exitCode = new LogReading(session).print(new LogReading.Wanted(id, "", true, false));
            tellEnd(id, exitCode);
            return exitCode;
        }
    }

    private void tellEnd(long id, int exitCode) throws CommandFailure, IOException {
        if (exitCode >= ExitCodes.JOB_FAILED) {
            var job = controller().get("/v1/jobs/" + id);
            warn("outlast: job " + id + " " + text(job, "status") + ": "
                    + Plain.text(orDash(text(job, "status_reason"))) + "; `outlast why " + id + "` tells more");
        }
    }
}
