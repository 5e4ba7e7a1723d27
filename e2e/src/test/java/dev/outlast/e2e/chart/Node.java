package dev.outlast.e2e.chart;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// A real kubelet with containerd that runs the product's image, and nothing else. It needs root.
final class Node implements AutoCloseable {
    static final String REPOSITORY = "docker.io/local/outlast";
    static final String IMAGE = REPOSITORY + ":" + version();
    private static final Path SCRIPT = Tools.ROOT.resolve("e2e/chart/node");

    private final ControlPlane plane;
    private final String bridge;

    private Node(ControlPlane plane, String bridge) {
        this.plane = plane;
        this.bridge = bridge;
    }

    /// Skips the test where there is none.
    static void assumeThere() {
        assumeTrue("root".equals(System.getProperty("user.name")), "containers need root");
        for (var program : List.of(
                "/usr/bin/containerd",
                "/usr/sbin/runc",
                "/usr/lib/cni/bridge",
                "/usr/bin/umoci",
                "/usr/bin/mmdebstrap")) {
            assumeTrue(Files.isExecutable(Path.of(program)), program + " is not there: .ci/steps tools installs it");
        }
        Tools.k8sbox();
    }

    /// The image, built when there is none of what Maven has built last.
    static Path archive() {
        var archive = Tools.ROOT.resolve("dist/target/outlast-" + version() + ".oci.tar");
        var stamp = Tools.ROOT.resolve("dist/target/outlast/stamp");
        try {
            boolean fresh = Files.exists(archive)
                    && Files.exists(stamp)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(stamp)) > 0;
            if (!fresh) {
                Tools.run(List.of(Tools.ROOT.resolve("helm/image/build").toString(), archive.toString()))
                        .well();
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return archive;
    }

    static String version() {
        try (var lines = Files.lines(Tools.CHART.resolve("Chart.yaml"))) {
            return lines.filter(line -> line.startsWith("appVersion:"))
                    .map(line -> line.substring("appVersion:".length()).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// A network of the 10.79.0.0/16 that is nobody else's on this machine, most likely.
    static String freeNetwork() {
        return "10.79." + ThreadLocalRandom.current().nextInt(1, 255);
    }

    /// @param network such as 10.79.7
    static Node start(ControlPlane plane, String network) {
        var node = new Node(plane, "olt" + network.substring(network.lastIndexOf('.') + 1));
        var ports = ControlPlane.freePorts(2);
        try {
            Tools.run(List.of(
                            SCRIPT.toString(),
                            plane.directory().toString(),
                            Tools.k8sbox().toString(),
                            node.bridge,
                            network,
                            ports.get(0).toString(),
                            ports.get(1).toString(),
                            IMAGE,
                            archive().toString()))
                    .well();
        } catch (AssertionError notReady) {
            node.close();
            throw notReady;
        }
        return node;
    }

    @Override
    public void close() {
        Tools.run(List.of(SCRIPT.toString(), plane.directory().toString(), "stop", bridge));
    }
}
