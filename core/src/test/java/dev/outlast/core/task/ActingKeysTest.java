package dev.outlast.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// No key is accepted and then ignored in silence: each either acts, and a test shows it, or the user is told.
class ActingKeysTest {
    private static final Path ROOT = Path.of(System.getProperty("outlast.root", ".."));
    private static final Path LIST = Path.of("src", "test", "resources", "acting-keys.txt");

    /// Notes of clients to themselves, as the page on the language says.
    private static final Set<String> NOTES = Set.of("file_mounts_mapping", "volume_mounts");

    @Test
    void everyKeyActsOrTheUserIsTold() throws IOException {
        var known = Arrays.stream(Section.values())
                .flatMap(section -> section.keys().stream().map(section::path))
                .filter(key -> !NOTES.contains(key) && !isDormant(key))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(acting().keySet())
                .as("a key that does not act belongs into NotYet; one that does, with its test, into " + LIST)
                .isEqualTo(known);
    }

    @Test
    void theTestsThatAreNamedAreThere() throws IOException {
        var sources = tests();
        acting().forEach((key, test) -> {
            var parts = test.split("#", -1);
            assertThat(sources).as(key).containsKey(parts[0]);
            assertThat(sources.get(parts[0])).as(key).contains("void " + parts[1] + "(");
        });
    }

    private static boolean isDormant(String key) {
        return NotYet.paths().keySet().stream().anyMatch(path -> key.equals(path) || key.startsWith(path + "."));
    }

    private static Map<String, String> acting() throws IOException {
        var acting = new TreeMap<String, String>();
        for (var line : Files.readAllLines(LIST)) {
            if (!line.startsWith("#")) {
                var cells = line.split(" \\| ", -1);
                assertThat(acting.put(cells[0], cells[1])).as(cells[0]).isNull();
            }
        }
        return acting;
    }

    /// Class to text; where two modules have a class of one name, the text of both.
    private static Map<String, String> tests() throws IOException {
        var texts = new TreeMap<String, String>();
        try (var modules = Files.walk(ROOT, 2)) {
            for (var module : modules.filter(Files::isDirectory).toList()) {
                var folder = module.resolve(Path.of("src", "test", "java"));
                if (Files.isDirectory(folder)) {
                    read(folder, texts);
                }
            }
        }
        return texts;
    }

    private static void read(Path folder, Map<String, String> texts) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file :
                    files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                var name = file.getFileName().toString().replace(".java", "");
                texts.merge(name, Files.readString(file), String::concat);
            }
        }
    }
}
