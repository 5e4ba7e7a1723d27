package dev.outlast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.access.AuditChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Run run(String... arguments) {
        return Run.command(folder, Map.of("OUTLAST_HOME", folder.toString()), null, arguments);
    }

    /// Two files of three lines.
    @BeforeEach
    void write() throws IOException {
        var lines = new ArrayList<String>();
        var previous = AuditChain.START;
        for (int i = 1; i <= 6; i++) {
            var line = AuditChain.seal(
                    "{\"seq\":" + i + ",\"at\":\"2026-11-21T12:00:0" + i + "Z\",\"user\":\""
                            + (i % 2 == 0 ? "ann@0123abcd" : "") + "\",\"says\":\"root\",\"role\":\"user\","
                            + "\"token\":\"x\",\"from\":\"192.0.2.7\",\"did\":\"POST /v1/jobs\",\"jobs\":[" + i
                            + "],\"result\":\"201\"",
                    previous);
            previous = AuditChain.read(line).orElseThrow().hash();
            lines.add(line);
        }
        put(lines.subList(0, 3), lines.subList(3, 6));
    }

    private void put(List<String> first, List<String> second) throws IOException {
        Files.createDirectories(folder.resolve("audit"));
        Files.write(folder.resolve("audit/audit-000001.jsonl"), first);
        Files.write(folder.resolve("audit/audit-000002.jsonl"), second);
    }

    private List<String> lines(int file) throws IOException {
        return new ArrayList<>(Files.readAllLines(folder.resolve("audit/audit-00000" + file + ".jsonl")));
    }

    @Test
    void theNewestLinesAreShown() {
        assertThat(run("audit", "-l", "2").out()).isEqualTo("""
                AT                   WHO           ROLE  FROM       DID            ABOUT  RESULT
                2026-11-21 12:00:05  (root)        user  192.0.2.7  POST /v1/jobs  job 5  201
                2026-11-21 12:00:06  ann@0123abcd  user  192.0.2.7  POST /v1/jobs  job 6  201
                """);
        assertThat(run("audit", "-u", "ann", "-o", "json").out())
                .contains("\"seq\" : 2")
                .doesNotContain("\"seq\" : 3");
    }

    @Test
    void anUntouchedLogIsVerified() throws IOException {
        assertThat(run("audit", "--verify").exitCode()).isZero();
        assertThat(run("audit", "--verify").out()).startsWith("6 lines are as they were written; the last is ");
        Files.delete(folder.resolve("audit/audit-000001.jsonl"));
        assertThat(run("audit", "--verify").out()).startsWith("3 lines");
    }

    @Test
    void everyTamperingIsFound() throws IOException {
        var first = lines(1);
        var second = lines(2);
        var changed = new ArrayList<>(first);
        changed.set(1, changed.get(1).replace("\"jobs\":[2]", "\"jobs\":[9]"));
        put(changed, second);
        assertThat(run("audit", "--verify").err())
                .isEqualTo("outlast: audit-000001.jsonl:2: this line is not as it was written\n");

        put(List.of(first.get(0), first.get(2)), second);
        assertThat(run("audit").exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(run("audit").err()).contains("audit-000001.jsonl:2: this line does not follow");

        put(first.subList(1, 3), second);
        assertThat(run("audit", "--verify").err()).contains("audit-000001.jsonl:1: this line does not follow");

        put(first.subList(0, 2), second);
        assertThat(run("audit", "--verify").err()).contains("audit-000002.jsonl:1: this line does not follow");
    }

    @Test
    void aLineThatACrashCutOffIsNoTampering() throws IOException {
        Files.writeString(
                folder.resolve("audit/audit-000001.jsonl"), String.join("\n", lines(1)) + "\n{\"seq\":4,\"at");
        var verified = run("audit", "--verify");

        assertThat(verified.exitCode()).isZero();
        assertThat(verified.err()).contains("audit-000001.jsonl:4: a line was cut off");
    }

    @Test
    void noLogIsTold() {
        var none = Run.command(folder, Map.of(), null, "audit");

        assertThat(none.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(none.err()).contains("there is no audit log in");
    }
}
