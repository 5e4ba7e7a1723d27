package dev.outlast.controller.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/job-states.md` cannot drift.
final class TransitionTableTest {
    @Test
    void theDocumentSaysWhatDecideDoes() throws IOException {
        var table = new TransitionTable().lines();
        var page = Path.of(System.getProperty("outlast.root", ".."), "docs", "job-states.md");
        List<String> written = Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("|"))
                .toList();

        assertThat(written)
                .as("the table in docs/job-states.md; it should be:%n%s", String.join("\n", table))
                .isEqualTo(table);
    }
}
