package dev.outlast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String YAML = """
            name: x
            workdir: code
            file_mounts:
              ~/notes.txt: ./notes.txt
            run: ls
            """;

    @TempDir
    Path folder;

    private FakeController fake;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        fake = new FakeController();
        fake.on("POST /v1/jobs", 201, Recorded.SUBMITTED);
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
    void aDetachedLaunchPrintsTheIdsOnly() throws IOException {
        var run = run("launch", "-d", "-y", "-o", "json", "echo", "hi");
        assertThat(run.err()).isEmpty();
        assertThat(JSON.readTree(run.out()).toString()).isEqualTo("{\"job_ids\":[7]}");
        assertThat(fake.asked).hasSize(1);
        assertThat(JSON.readTree(fake.asked.getFirst().body()).path("command").asText())
                .isEqualTo("echo hi");
    }

    @Test
    void optionsGoWithTheTask() throws IOException {
        environment.put("TAKEN", "from here");
        Files.writeString(folder.resolve("s.env"), "# secrets\nexport TOKEN='a b'\n");
        var run = run(
                "launch",
                "-d",
                "--num-jobs",
                "2",
                "--num-nodes",
                "3",
                "--infra",
                "local/east",
                "--no-use-spot",
                "-n",
                "name",
                "--env",
                "A=1=2",
                "--env",
                "TAKEN",
                "--secret-file",
                "s.env",
                "--ports",
                "80",
                "--ports",
                "81",
                "true");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(JSON.readTree(fake.asked.getFirst().body())).isEqualTo(JSON.readTree("""
                {"command":"true","overrides":{"name":["name"],"num_nodes":["3"],"infra":["local/east"],
                 "use_spot":["false"],"ports":["80","81"],"envs":{"A":"1=2","TAKEN":"from here"},
                 "secrets":{"TOKEN":"a b"}},"blobs":{},"num_jobs":2}"""));
    }

    @Test
    void allProblemsAreToldWithTheirPlace() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), "run: x\nresorces: 1\nnum_nodes: many\n");
        var run = run("launch", "bad.yaml");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("outlast: bad.yaml:2:1: resorces: unknown key; did you mean 'resources'?\n")
                .contains("outlast: bad.yaml:3:12: num_nodes: ");
        assertThat(fake.asked).isEmpty();
    }

    @Test
    void missingFilesAreToldWithTheirPlaceAllAtOnce() throws IOException {
        Files.writeString(folder.resolve("x.yaml"), YAML);
        var run = run("launch", "x.yaml");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("x.yaml:2:10: workdir: 'code' is not", "x.yaml:4:16: ", "'./notes.txt' does not");
        assertThat(fake.asked).isEmpty();
    }

    @Test
    void aWorkdirThatIsAFileIsRefusedHere() throws IOException {
        Files.writeString(folder.resolve("x.yaml"), YAML);
        Files.writeString(folder.resolve("code"), "a file");
        Files.writeString(folder.resolve("notes.txt"), "a note");
        var run = run("launch", "x.yaml");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("x.yaml:2:10: workdir: 'code' is not an existing directory");
        assertThat(fake.asked).isEmpty();
    }

    @Test
    void localFilesAreSentAndNamed() throws IOException {
        var sub = folder.resolve("sub");
        Files.createDirectories(sub.resolve("code"));
        Files.writeString(sub.resolve("x.yaml"), YAML);
        Files.writeString(sub.resolve("code/main.py"), "print()");
        Files.writeString(sub.resolve("notes.txt"), "a note");
        fake.on("PUT /v1/blobs", 0, "").on("PUT /v1/blobs", 201, "{\"sha256\":\"s\"}");
        var run = run("launch", "-d", "sub/x.yaml");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(fake.asked("PUT /v1/blobs"))
                .hasSize(3)
                .allMatch(a -> a.contentType().equals("application/octet-stream"));
        var blobs = JSON.readTree(fake.asked("POST /v1/jobs").getFirst().body()).path("blobs");
        assertThat(blobs.path("code").asText()).matches("[0-9a-f]{64}");
        assertThat(blobs.path("./notes.txt").asText()).matches("[0-9a-f]{64}/file");
    }

    @Test
    void aSubmitThatGotNoAnswerIsRepeatedWithItsKey() throws IOException {
        try (var flaky = flaky()) {
            environment.put("OUTLAST_ENDPOINT", flaky.address());
            assertThat(run("launch", "-d", "true").out()).isEqualTo("Job 7 is accepted.\n");
            var asked = flaky.asked("POST /v1/jobs");
            assertThat(asked).hasSize(4);
            assertThat(asked.getFirst().key()).isNotEmpty();
            assertThat(asked).allMatch(a -> a.key().equals(asked.getFirst().key()));
            assertThat(asked).allMatch(a -> a.body().equals(asked.getFirst().body()));
        }
    }

    private static FakeController flaky() throws IOException {
        return new FakeController()
                .on("POST /v1/jobs", 0, "")
                .on("POST /v1/jobs", 429, FakeController.error("busy", "too many"))
                .on("POST /v1/jobs", 503, FakeController.error("unavailable", "starting"))
                .on("POST /v1/jobs", 201, Recorded.SUBMITTED);
    }

    @Test
    void whatTheServerRefusesIsToldWithItsPlaces() throws IOException {
        try (var strict = new FakeController()) {
            strict.on("POST /v1/jobs", 400, """
                    {"error":{"code":"refused","message":"first (and 1 more)","problems":[
                     {"line":3,"column":5,"path":"run","message":"no"},
                     {"line":0,"column":0,"path":"--cpus","message":"none"}]}}""");
            environment.put("OUTLAST_ENDPOINT", strict.address());
            Files.writeString(folder.resolve("x.yaml"), "run: x\n");
            assertThat(run("launch", "x.yaml"))
                    .isEqualTo(new Run(1, "", "outlast: x.yaml:3:5: run: no\noutlast: --cpus: none\n"));
        }
    }

    @Test
    void aDryRunShowsTheOffersAndSendsNothingElse() throws IOException {
        try (var planning = new FakeController().on("POST /v1/jobs", 200, Recorded.PLAN)) {
            environment.put("OUTLAST_ENDPOINT", planning.address());
            assertThat(run("launch", "--dry-run", "true").out()).isEqualTo("""
                    Would launch job x:
                    It first asks for local/north/a.
                    #  PLACE          MACHINE      SPOT  NODES     $/H
                    1  local/north/a  local.small  spot      1  0.0038
                    """);
            assertThat(planning.asked).hasSize(1);
            assertThat(planning.asked.getFirst().body()).contains("\"dry_run\":true");
        }
    }

    @Test
    void atATerminalItAsksFirst() throws IOException {
        try (var planning = new FakeController().on("POST /v1/jobs", 200, Recorded.PLAN)) {
            environment.put("OUTLAST_ENDPOINT", planning.address());
            var run = Run.command(folder, environment, "no\n", "launch", "-d", "true");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("Launch it? [y/N]", "Nothing was launched.");
            assertThat(planning.asked).hasSize(1);
        }
    }

    @Test
    void warningsGoToStandardError() throws IOException {
        try (var warning = new FakeController().on("POST /v1/jobs", 201, """
                {"job_ids":[7,8,10],"warnings":[{"line":1,"column":1,"path":"volumes","message":"not yet"}],
                 "replayed":false}""")) {
            environment.put("OUTLAST_ENDPOINT", warning.address());
            assertThat(run("launch", "true"))
                    .isEqualTo(new Run(
                            0,
                            "Jobs 7-8,10 are accepted.\nWait for them with `outlast wait 7-8,10`.\n",
                            "outlast: warning: command:1:1: volumes: not yet\n"));
        }
    }
}
