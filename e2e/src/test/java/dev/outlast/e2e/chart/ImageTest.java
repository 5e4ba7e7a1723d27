package dev.outlast.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The image by itself, as a pod of a real kubelet where the strictest pod security is enforced: with SQLite, alone.
@Tag("kubernetes")
class ImageTest {
    private static final long MOST_BYTES = 120L << 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void itRunsAloneAsAPodAndItsCommandsWorkInside() throws IOException {
        Node.assumeThere();
        assertThat(Files.size(Node.archive())).isLessThan(MOST_BYTES);
        var network = Node.freeNetwork();
        try (var plane = ControlPlane.start(directory, network + ".1");
                var _ = Node.start(plane, network)) {
            plane.restrictedNamespace("image");
            var pod = Files.writeString(
                    directory.resolve("pod.yaml"),
                    Files.readString(ChartTest.RESOURCES.resolve("alone.yaml")).replace("IMAGE", Node.IMAGE));
            plane.eventually(
                    Duration.ofSeconds(30),
                    () -> plane.kubectl("-n", "image", "create", "-f", pod + "").code() == 0);
            plane.kubectl("-n", "image", "wait", "--for=condition=Ready", "--timeout=120s", "pod/alone")
                    .well();
            assertThat(inside(plane, "outlast", "--version")).isEqualTo("outlast " + Node.version());
            assertThat(inside(plane, "outlast", "queue", "-o", "json"))
                    .startsWith("[")
                    .endsWith("]");
            assertThat(inside(plane, "outlast", "check")).contains("SQLite answers");
            assertThat(inside(plane, "id", "-u")).isEqualTo("10001");
            assertThat(inside(plane, "sh", "-c", "touch /opt/outlast/x || echo refused"))
                    .contains("Read-only file system");
            assertThat(inside(plane, "sh", "-c", "test -s /opt/outlast/dist/target/outlast/cli-25.aot && echo warm"))
                    .isEqualTo("warm");
            assertThat(plane.kubectl("-n", "image", "logs", "alone").well()).contains("leads: epoch 1");
            // In order, well before its time is over.
            var began = System.nanoTime();
            plane.kubectl("-n", "image", "delete", "pod", "alone", "--grace-period=60")
                    .well();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        }
    }

    private static String inside(ControlPlane plane, String... command) {
        var whole = new String[command.length + 5];
        System.arraycopy(new String[] {"-n", "image", "exec", "alone", "--"}, 0, whole, 0, 5);
        System.arraycopy(command, 0, whole, 5, command.length);
        return plane.kubectl(whole).well();
    }
}
