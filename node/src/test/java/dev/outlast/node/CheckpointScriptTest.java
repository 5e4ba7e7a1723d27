package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointScriptTest {
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path temporary;

    private record Said(int code, String text) {}

    private Path bucket() throws IOException {
        var bucket = Files.createDirectories(temporary.resolve("a bucket"));
        Files.createDirectories(bucket.resolve("step 7"));
        Files.writeString(bucket.resolve("step 7/model.pt"), "hello");
        Files.writeString(bucket.resolve("-n"), "hello");
        return bucket;
    }

    private Said call(Shell shell, Map<String, String> environment, String... words) throws Exception {
        var bin = temporary.resolve("bin");
        if (!Files.exists(bin)) {
            shell.linkInto(bin);
        }
        var files =
                RunnerFiles.install(new LocalNode(), temporary.resolve("runner").toString());
        var argv = new ArrayList<>(List.of(bin + "/sh", files.directory() + "/outlast-checkpoint"));
        argv.addAll(List.of(words));
        var builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("SKYPILOT_TASK_ID", "sky-1_x_12-0", "OUTLAST_ATTEMPT", "3", "OUTLAST_EPOCH", "9"));
        builder.environment().putAll(environment);
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @ParameterizedTest
    @EnumSource
    void aManifestSaysWhatIsThere(Shell shell) throws Exception {
        var bucket = bucket();
        var said = call(shell, Map.of(), "commit", bucket.toString(), "007", "step 7/model.pt", "-n");
        assertThat(said).isEqualTo(new Said(0, ""));
        var manifest = bucket.resolve(".outlast/sky-1_x_12-0/000000000007.3.json");
        assertThat(Files.readString(manifest))
                .matches("\\Q{\"version\":1,\"seq\":7,\"attempt\":3,\"epoch\":9,\"task_id\":\"sky-1_x_12-0\",\\E"
                        + "\"created_at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\",\"files\":\\["
                        + "\\Q{\"name\":\"step 7/model.pt\",\"size\":5,\"sha256\":\"" + HELLO + "\"},"
                        + "{\"name\":\"-n\",\"size\":5,\"sha256\":\"" + HELLO + "\"}]}\\E\n");
        assertThat(manifest.getParent()).isDirectoryContaining(manifest::equals);
        try (var all = Files.list(manifest.getParent())) {
            assertThat(all).containsExactly(manifest);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecondCommitChangesNothing(Shell shell) throws Exception {
        var bucket = bucket();
        call(shell, Map.of(), "commit", bucket.toString(), "7", "-n");
        var manifest = bucket.resolve(".outlast/sky-1_x_12-0/000000000007.3.json");
        var first = Files.readString(manifest);
        Files.writeString(bucket.resolve("-n"), "other");
        var said = call(shell, Map.of(), "commit", bucket.toString(), "7", "-n");
        assertThat(said.code()).isNotZero();
        assertThat(said.text()).contains("already committed");
        assertThat(Files.readString(manifest)).isEqualTo(first);
        try (var all = Files.list(manifest.getParent())) {
            assertThat(all).containsExactly(manifest);
        }
        assertThat(call(shell, Map.of("OUTLAST_ATTEMPT", "4"), "commit", bucket.toString(), "7", "-n")
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void badNamesAreRefused(Shell shell) throws Exception {
        var bucket = bucket();
        for (var name :
                List.of("a\"b", "a\\b", "a\nb", "a\tb", "a\u007fb", "", "/etc/passwd", "../x", "a/../b", "..")) {
            if (!name.isEmpty() && !name.contains("/")) {
                Files.writeString(bucket.resolve(name.equals("..") ? "dots" : name), "x");
            }
            assertThat(call(shell, Map.of(), "commit", bucket.toString(), "7", "-n", name)
                            .code())
                    .as(name)
                    .isEqualTo(64);
        }
        assertThat(call(shell, Map.of(), "commit", bucket.toString(), "7", "gone")
                        .text())
                .contains("no such file: gone");
        assertThat(call(shell, Map.of(), "commit", bucket.toString(), "7x", "-n")
                        .code())
                .isEqualTo(64);
        assertThat(call(shell, Map.of("SKYPILOT_TASK_ID", "../x"), "commit", bucket.toString(), "7", "-n")
                        .code())
                .isEqualTo(64);
        assertThat(bucket.resolve(".outlast")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void theLatestIsWhatTheControllerSaid(Shell shell) throws Exception {
        assertThat(call(shell, Map.of("OUTLAST_RESUME_MANIFEST", "/b/m.json"), "latest", "/b")
                        .text())
                .isEqualTo("/b/m.json\n");
        assertThat(call(shell, Map.of("OUTLAST_RESUME_MANIFEST", ""), "latest", "/b")
                        .text())
                .isEmpty();
    }
}
