package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.node.RunnerStatus.Liveness;
import dev.outlast.node.RunnerStatus.Phase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A look in the middle of what a runner writes.
@Timeout(60)
final class AttemptDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void whoIsJustSigningHasNotDied() throws Exception {
        var state = Files.createDirectories(directory.resolve("state"));
        var phase = state.resolve("phase");
        // Who reads a pipe stands still in the middle of the look, until there is something in it.
        assertThat(new ProcessBuilder("mkfifo", phase.toString()).start().waitFor())
                .isZero();
        var attempt = new AttemptDirectory(directory, InstantSource.system());
        var look = CompletableFuture.supplyAsync(() -> {
            try {
                return attempt.status();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try (var pipe = Files.newOutputStream(phase)) {
            Files.writeString(state.resolve("pid"), signature());
            pipe.write("claimed 1\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(look.get().phase()).isEqualTo(Phase.CLAIMED);
        assertThat(look.get().liveness()).isEqualTo(Liveness.YES);
    }

    private static String signature() throws Exception {
        var stat = Files.readString(Path.of("/proc/self/stat"));
        var start = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1)[19];
        return ProcessHandle.current().pid() + " " + start + " "
                + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
    }
}
