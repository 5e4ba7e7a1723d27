package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNodeTest {
    @TempDir
    Path temporary;

    private final LocalNode node = new LocalNode();

    @Test
    void filesAreTheOwners() throws Exception {
        node.put(
                temporary.toString(),
                List.of(NodeFile.text("d/secret", "one"), new NodeFile("d/tool", "#!/bin/sh\n", true)));
        node.put(temporary.toString(), List.of(NodeFile.text("d/secret", "two")));
        assertThat(temporary.resolve("d/secret")).hasContent("two");
        assertThat(mode("d")).isEqualTo("rwx------");
        assertThat(mode("d/secret")).isEqualTo("rw-------");
        assertThat(mode("d/tool")).isEqualTo("rwx------");
        try (var all = Files.list(temporary.resolve("d"))) {
            assertThat(all).hasSize(2);
        }
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve(name)));
    }

    @Test
    void programsRunWithoutAShell() throws Exception {
        var output = node.run(List.of("printf", "%s|", "$(id)", "a b"), Duration.ofSeconds(30));
        assertThat(output).isEqualTo(new NodeAccess.Output(0, "$(id)|a b|"));
        assertThat(node.run(List.of("sh", "-c", "exit 3"), Duration.ofSeconds(30))
                        .code())
                .isEqualTo(3);
        assertThatThrownBy(() -> node.run(List.of("sleep", "1000"), Duration.ofMillis(10)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void filesAreReadInParts() throws Exception {
        var file = Files.writeString(temporary.resolve("f"), "0123456789").toString();
        assertThat(text(node.read(file, 3, 4))).isEqualTo("3456");
        assertThat(text(node.read(file, 8, 100))).isEqualTo("89");
        assertThat(node.read(file, 10, 5)).isEmpty();
        assertThat(node.read(file, 99, 5)).isEmpty();
        assertThatThrownBy(() -> node.read(file + "x", 0, 1)).isInstanceOf(NoSuchFileException.class);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void scriptsAreInstalledOnce() throws Exception {
        var files = RunnerFiles.install(node, temporary.resolve("r").toString());
        var runner = Path.of(files.runner());
        assertThat(runner.getParent()).hasFileName(RunnerFiles.version());
        var first = Files.getLastModifiedTime(runner);
        RunnerFiles.install(node, temporary.resolve("r").toString());
        assertThat(Files.getLastModifiedTime(runner)).isEqualTo(first);
        assertThat(mode(temporary.relativize(runner).toString())).isEqualTo("rwx------");
    }
}
