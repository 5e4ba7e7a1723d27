package dev.outlast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outlast.cli.verb.Verbs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerbsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private FakeController fake;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        fake = new FakeController();
        environment.put("OUTLAST_ENDPOINT", fake.address());
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private Run run(String... arguments) {
        return Run.command(folder, environment, null, arguments);
    }

    @Test
    void aQueueFitsEightyColumns() {
        fake.on("GET /v1/jobs", 200, Recorded.JOBS).on("GET /v1/status", 200, Recorded.STATUS);
        assertThat(run("queue").out()).isEqualTo("""
                In progress: 3 RUNNING, 1 STARTING
                ID  NAME            SUBMITTED  TOTAL    RAN  RECOVERIES  STATUS   DETAILS
                 3  train-a-rathe…  3 min ago  3m 0s  3m 0s           1  RUNNING  -
                 2  evil\\x1b[2J\\u…  3 h ago    1h 2m  1h 2m           1  FAILED   run ended wit…
                """);
    }

    @Test
    void aQueueUsesAWideTerminal() {
        fake.on("GET /v1/jobs", 200, Recorded.JOBS).on("GET /v1/status", 200, Recorded.IDLE);
        environment.put("COLUMNS", "120");
        assertThat(run("queue").out()).isEqualTo("""
                No job is in progress.
                ID  NAME                                SUBMITTED  TOTAL    RAN  RECOVERIES  STATUS   DETAILS
                 3  train-a-rather-large-language-mod…  3 min ago  3m 0s  3m 0s           1  RUNNING  -
                 2  evil\\x1b[2J\\u202e                   3 h ago    1h 2m  1h 2m           1  FAILED   run ended with code 3\\nand then s…
                """);
    }

    @Test
    void noControlCharacterOfAJobReachesATerminal() {
        fake.on("GET /v1/jobs", 200, Recorded.JOBS).on("GET /v1/status", 200, Recorded.STATUS);
        environment.put("COLUMNS", "200");
        assertThat(run("queue").out().replace("\n", ""))
                .contains("evil\\x1b[2J\\u202e", "code 3\\nand then")
                .matches("\\P{C}*");
    }

    @Test
    void coloursAreForTerminalsThatWantThem() {
        fake.on("GET /v1/jobs", 200, Recorded.JOBS).on("GET /v1/status", 200, Recorded.STATUS);
        assertThat(Run.command(folder, environment, "", "queue").out()).contains("\u001b[36mRUNNING\u001b[0m");
        environment.put("NO_COLOR", "1");
        assertThat(Run.command(folder, environment, "", "queue").out()).doesNotContain("\u001b");
    }

    @Test
    void aQueueAsJsonIsAList() throws IOException {
        fake.on("GET /v1/jobs", 200, Recorded.JOBS);
        var list = JSON.readTree(
                run("queue", "-o", "json", "-s", "RUNNING,FAILED", "-l", "5").out());
        assertThat(list.isArray()).isTrue();
        assertThat(list.get(0).get("job_id").asLong()).isEqualTo(3);
        assertThat(list.get(1).get("name").asText()).isEqualTo("evil\u001b[2J\u202e");
        assertThat(fake.asked.getFirst().what()).isEqualTo("GET /v1/jobs?limit=5&status=RUNNING%2CFAILED");
    }

    @Test
    void aCostTableTellsEachAttempt() {
        fake.on("GET /v1/jobs/3/cost", 200, Recorded.COST);
        environment.put("COLUMNS", "120");
        assertThat(run("cost", "3").out()).isEqualTo("""
                TASK  ATTEMPT  PLACE          MACHINE               LASTED     $/H      COST  END
                   0        1  local/north/a  2 x local.small spot   1m 3s  0.0076  0.000133  PREEMPTED: the cluster is gone
                Total: 0.000133 USD
                """);
    }

    @Test
    void eventsAreOneLineEach() {
        fake.on("GET /v1/jobs/3/events", 200, Recorded.EVENTS).on("GET /v1/jobs/3/events", 200, Recorded.NO_EVENTS);
        assertThat(run("events", "3").out())
                .isEqualTo("2026-11-21 11:57:02Z  task 0 attempt 1 RUNNING     Preparing -> Running\n");
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, 0, 0",
        "FAILED, 100, 100",
        "FAILED_SETUP, 100, 100",
        "CANCELLED, 103, 103",
        "RUNNING, 101, 0"
    })
    void logsExitAsTheJobDid(String status, int following, int notFollowing) {
        var last = Map.of("X-Outlast-Cursor", "c1", "X-Outlast-More", "false", "X-Outlast-Last", "true");
        fake.on("GET /v1/jobs/3/logs", 200, last, "raw \u001b[1m\n").on("GET /v1/jobs/3", 200, Recorded.job(3, status));
        var logs = run("logs", "3");
        assertThat(logs.exitCode()).isEqualTo(following);
        assertThat(logs.out()).isEqualTo("raw \u001b[1m\n");
        assertThat(run("logs", "3", "--no-follow").exitCode()).isEqualTo(notFollowing);
    }

    @Test
    void logsGoOnAtTheCursorAfterALostConnection() {
        var open = Map.of("X-Outlast-Cursor", "c1", "X-Outlast-More", "false", "X-Outlast-Last", "false");
        var last = Map.of("X-Outlast-Cursor", "c2", "X-Outlast-More", "false", "X-Outlast-Last", "true");
        fake.on("GET /v1/jobs?limit=1", 200, "{\"jobs\":[" + Recorded.job(3, "RUNNING") + "],\"next_before\":2}")
                .on("GET /v1/jobs/3/logs", 200, open, "one\n")
                .on("GET /v1/jobs/3/logs", 0, "")
                .on("GET /v1/jobs/3/logs", 503, FakeController.error("unavailable", "starting"))
                .on("GET /v1/jobs/3/logs", 200, last, "two\n")
                .on("GET /v1/jobs/3", 200, Recorded.job(3, "SUCCEEDED"));
        var logs = run("logs");
        assertThat(logs.out()).isEqualTo("one\ntwo\n");
        assertThat(logs.exitCode()).isZero();
        assertThat(fake.asked("GET /v1/jobs/3/logs").getLast().what()).endsWith("&wait=30&cursor=c1");
    }

    @Test
    void waitExitsWithTheLargestCode() {
        fake.on("GET /v1/jobs/1", 200, Recorded.job(1, "SUCCEEDED"))
                .on("GET /v1/jobs/2", 200, Recorded.job(2, "CANCELLED"))
                .on("GET /v1/jobs/3", 200, Recorded.job(3, "FAILED"))
                .on("GET /v1/jobs/4", 200, Recorded.job(4, "RUNNING"));
        assertThat(run("wait", "1-3").exitCode()).isEqualTo(103);
        assertThat(run("wait", "1", "3").exitCode()).isEqualTo(100);
        assertThat(run("wait", "1", "99").exitCode()).isEqualTo(102);
        assertThat(run("wait", "4", "--timeout", "1s").exitCode()).isEqualTo(101);
    }

    @Test
    void logsAsJsonAreOneObjectALine() {
        var first = Map.of("x-outlast-cursor", "c1", "x-outlast-more", "true");
        var last = Map.of("x-outlast-cursor", "c2", "x-outlast-last", "true");
        fake.on("GET /v1/jobs/3/logs", 200, first, "on\u00e9\n")
                .on("GET /v1/jobs/3/logs", 200, last, "two \"quoted\"")
                .on("GET /v1/jobs/3", 200, Recorded.job(3, "FAILED"));
        var logs = run("logs", "3", "-o", "json");
        assertThat(logs.out()).isEqualTo("""
                {"job_id":3,"text":"on\u00e9\\n"}
                {"job_id":3,"text":"two \\"quoted\\""}
                {"job_id":3,"status":"FAILED"}
                """);
        assertThat(logs.exitCode()).isEqualTo(100);
    }

    /// Only what was answered once is asked for over any interruption, and a look that waits may be cut before that.
    @Test
    void waitLooksOnceBeforeItWaits() {
        fake.on("GET /v1/jobs/4", 200, Recorded.job(4, "RUNNING"))
                .on("GET /v1/jobs/4", 200, Recorded.job(4, "SUCCEEDED"));
        assertThat(run("wait", "4").exitCode()).isZero();
        assertThat(fake.asked).extracting(FakeController.Asked::what).first().isEqualTo("GET /v1/jobs/4");
        assertThat(fake.asked.getLast().what()).startsWith("GET /v1/jobs/4?wait=");
    }

    @Test
    void whatRanIsTheSumOverAllAttempts() {
        fake.on("GET /v1/jobs/4", 200, """
                {"job_id":4,"name":"x","status":"SUCCEEDED","started_at":"2026-11-21T11:57:00Z",
                "ended_at":"2026-11-21T12:57:00Z","tasks":[{"index":0,"attempts":[
                {"attempt":1,"started_at":"2026-11-21T11:57:00Z","ended_at":"2026-11-21T11:57:05Z"},
                {"attempt":2,"started_at":null,"ended_at":"2026-11-21T12:00:00Z"},
                {"attempt":3,"started_at":"2026-11-21T12:56:00Z","ended_at":"2026-11-21T12:57:00Z"}]}]}""");
        assertThat(run("status", "4").out()).containsPattern("Ran: +1m 5s\n");
    }

    @Test
    void cancelTakesExactlyOneSelector() {
        fake.on("POST /v1/jobs/cancel", 200, "{\"jobs\":[{\"job_id\":3,\"result\":\"CANCELLING\"}]}");
        assertThat(run("cancel").exitCode()).isEqualTo(2);
        assertThat(run("cancel", "3", "-a").exitCode()).isEqualTo(2);
        assertThat(fake.asked).isEmpty();
        assertThat(run("cancel", "3", "5-6").out()).isEqualTo("Job 3 is being cancelled.\n");
        assertThat(fake.asked.getLast().body()).isEqualTo("{\"ids\":[3,5,6]}");
        assertThat(run("cancel", "-n", "x").exitCode()).isZero();
        assertThat(fake.asked.getLast().body()).isEqualTo("{\"name\":\"x\"}");
        assertThat(Run.command(folder, environment, "n\n", "cancel", "-a").exitCode())
                .isEqualTo(1);
        assertThat(fake.asked).hasSize(2);
    }

    @Test
    void aRetryTakesSecretsAgain() {
        fake.on("POST /v1/jobs/3/retry", 201, Recorded.SUBMITTED);
        environment.put("TOKEN", "from here");
        assertThat(run("retry", "3", "--secret", "KEY=given", "--secret", "TOKEN")
                        .out())
                .contains("Job 7 repeats job 3");
        assertThat(fake.asked.getLast().body()).isEqualTo("{\"secrets\":{\"KEY\":\"given\",\"TOKEN\":\"from here\"}}");
        assertThat(run("retry", "3").exitCode()).isZero();
        assertThat(fake.asked.getLast().body()).isEqualTo("{}");
    }

    @Test
    void aRehearsalNamesItsArguments() {
        fake.on("GET /v1/providers", 200, Recorded.PROVIDERS)
                .on("POST /v1/providers/local/rehearse", 200, "{\"done\":\"announced\"}");
        assertThat(run("local", "notice", "3", "lead=10s").out()).isEqualTo("announced\n");
        assertThat(fake.asked.getLast().body())
                .isEqualTo("{\"verb\":\"notice\",\"arguments\":{\"job\":\"3\",\"lead\":\"10s\"}}");
        assertThat(run("local", "explode").exitCode()).isEqualTo(2);
        assertThat(run("local", "--help").out()).contains("Usage: outlast local", "notice", "JOB TASK LEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frob",
                "queue --frob",
                "queue -l 0",
                "queue -l x",
                "status",
                "status x",
                "logs 0",
                "wait",
                "wait 1 --timeout soon",
                "launch",
                "launch none.yaml",
                "launch --num-jobs 0 x",
                "launch --env NONE x",
                "launch --use-spot --no-use-spot x",
                "completion fish",
                "logs -f --no-follow",
                "logs 3 --tail=-2",
                "logs 3 --attempt=-1"
            })
    void aUsageErrorExitsTwo(String line) {
        var run = run(line.isEmpty() ? new String[0] : line.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isNotBlank();
        assertThat(fake.asked).isEmpty();
    }

    @Test
    void anUnreachableControllerExitsThreeAndSaysWhatToDo() throws IOException {
        fake.close();
        assertThat(run("queue"))
                .isEqualTo(new Run(
                        3,
                        "",
                        "outlast: no controller at " + fake.address()
                                + "; start one with `outlast controller start`\n"));
        environment.remove("OUTLAST_ENDPOINT");
        assertThat(run("launch", "-d", "true").exitCode()).isEqualTo(3);
    }

    @Test
    void theControllerOfTheHomeIsFoundAndGetsItsToken() throws IOException {
        var home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("controller.json"), "{\"pid\":1,\"address\":\"" + fake.address() + "\"}");
        fake.on("GET /v1/jobs/3/why", 200, "{\"why\":\"It waits.\"}");
        environment.remove("OUTLAST_ENDPOINT");
        environment.put("OUTLAST_HOME", home.toString());
        assertThat(run("why", "3")).isEqualTo(new Run(0, "It waits.\n", ""));
    }

    @Test
    void acceleratorsAreListedWithWhatIsNotKnownOfThem() {
        fake.on("GET /v1/accelerators", 200, Recorded.ACCELERATORS);
        var said = run("infra", "gpus").out();
        assertThat(said.lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "kubernetes/prod H100 8 big p5 spot 2+ 3 of 16",
                        "kubernetes/prod/z T4 0.5 1 ? of 0.5",
                        "kubernetes/spare: refused",
                        "other does not tell what it has.");
        assertThat(run("infra", "gpus", "-o", "json").out()).startsWith("[").contains("\"pool\" : \"big\"");
        assertThat(run("infra").exitCode()).isEqualTo(2);
    }

    @Test
    void helpOfEveryVerbHasAnExample() {
        for (var verb : Verbs.NAMES) {
            var help = run(verb, "--help");
            assertThat(help.exitCode()).as(verb).isZero();
            assertThat(help.out()).as(verb).contains("Usage: outlast " + verb, "Example");
        }
        assertThat(run("--help").out()).contains(Verbs.NAMES);
        assertThat(run("--version").out()).startsWith("outlast ");
    }

    @Test
    void completionKnowsTheVerbs() {
        assertThat(run("completion", "bash").out()).contains("complete -F", "launch", "--num-nodes");
        assertThat(run("completion", "zsh").out()).contains("compinit");
    }

    @Test
    void theDocumentNamesTheVerbsThatThereAre() throws IOException {
        var text = Files.readString(Path.of(System.getProperty("outlast.root"), "docs", "cli.md"));
        var documented = Pattern.compile("^\\| `outlast ([a-z]+)", Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(List.copyOf(Verbs.NAMES));
    }
}
