package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.testkit.artefact.InMemoryArtefacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UploadNamesTest {
    private static final String ID = "cd".repeat(32);
    private static final String BLOB = "ab".repeat(32);

    @TempDir
    private Path directory;

    private final InMemoryArtefacts outside = new InMemoryArtefacts();

    private UploadNames names(String controller) throws IOException {
        var root = directory.resolve(controller);
        Files.createDirectories(root.resolve("user"));
        return new UploadNames(root, Optional.of(outside.beside()));
    }

    @Test
    void anotherControllerKnowsWhichBlobAnUploadBecame() throws IOException {
        var byContent = Uploads.Key.of("user", ID, Uploads.Kind.BY_CONTENT);
        var byTime = Uploads.Key.of("user", "sky-2026-11-21-12-00-00-000000", Uploads.Kind.BY_TIME);
        names("one").remember(byContent, BLOB);
        names("one").remember(byTime, BLOB);

        var other = names("other");
        assertThat(other.sha256(byContent)).contains(BLOB);
        assertThat(other.newest("user")).containsExactly(BLOB);
        assertThat(other.newest("somebody")).isEmpty();
        assertThat(other.sha256(Uploads.Key.of("somebody", ID, Uploads.Kind.BY_CONTENT)))
                .isEmpty();
    }

    @Test
    void whatTheOthersCannotLearnIsNotDone() throws IOException {
        var key = Uploads.Key.of("user", ID, Uploads.Kind.BY_CONTENT);
        var one = names("one");
        outside.away(true);
        assertThatThrownBy(() -> one.remember(key, BLOB)).isInstanceOf(IOException.class);
        outside.away(false);
        assertThat(one.sha256(key)).isEmpty();
    }
}
