package dev.outlast.cli.control;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// Where everything of an installation lies: `OUTLAST_HOME`, by default `~/.outlast`.
public record Installation(Path home) {
    public Installation {
        Objects.requireNonNull(home);
        home = home.toAbsolutePath().normalize();
    }

    public static Installation of(Map<String, String> environment) {
        var given = environment.getOrDefault("OUTLAST_HOME", "");
        return new Installation(
                given.isBlank() ? Path.of(System.getProperty("user.home"), ".outlast") : Path.of(given));
    }

    /// Written by a controller that is ready, removed by one that ends in order.
    public Path controllerFile() {
        return home.resolve("controller.json");
    }

    public Path token() {
        return home.resolve("token");
    }

    /// What a detached controller prints: little, for its log is elsewhere.
    public Path output() {
        return home.resolve("logs").resolve("controller.out");
    }

    Path startLock() {
        return home.resolve("start.lock");
    }
}
