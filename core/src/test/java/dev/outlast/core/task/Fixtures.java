package dev.outlast.core.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The YAML files of the test resources.
final class Fixtures {
    private static final Path FOLDER = Path.of("src", "test", "resources", "task");

    private Fixtures() {}

    static List<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path problemsOf(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".yaml", ".problems"));
    }
}
