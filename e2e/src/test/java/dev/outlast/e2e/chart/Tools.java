package dev.outlast.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Programs that a test calls, and what they said.
final class Tools {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path CHART = ROOT.resolve("helm");
    private static final String FOLDER = System.getenv()
            .getOrDefault("OUTLAST_COUNTERPARTIES", System.getProperty("user.home") + "/.cache/outlast-counterparties");
    private static final long SECONDS = 300;

    private Tools() {}

    /// @param out standard output and error
    record Said(int code, String out) {
        String well() {
            assertThat(code).as(out).isZero();
            return out.strip();
        }
    }

    static Path helm() {
        return counterparty("helm");
    }

    static Path k8sbox() {
        return counterparty("k8sbox");
    }

    private static Path counterparty(String name) {
        var file = Path.of(FOLDER, name);
        assumeTrue(Files.isExecutable(file), file + " is not there: .ci/steps builds it, once");
        return file;
    }

    static Said run(List<String> command) {
        return run(command, Map.of());
    }

    /// The output goes to a file: what is left running inherits it, and a pipe would never end.
    static Said run(List<String> command, Map<String, String> environment) {
        try {
            var said = Files.createTempFile("outlast-chart-", ".out");
            try {
                var builder = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(said.toFile());
                builder.environment().putAll(environment);
                var process = builder.start();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                return new Said(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static List<String> command(Path program, String... arguments) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
