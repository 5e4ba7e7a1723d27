package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.controller.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lies in a home belongs to one installation: a database of another one is not used from it.
final class HomeOfAnotherTest {
    @TempDir
    private Path home;

    @Test
    void aDatabaseOfAnotherInstallationIsRefused() throws Exception {
        try (var directory = DataDirectory.open(home.resolve("data"))) {
            StoreChoice.belongs("ours", directory);
            StoreChoice.belongs("ours", directory);
            assertThatThrownBy(() -> StoreChoice.belongs("theirs", directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("this home belongs to installation ours, the database at store.url to theirs")
                    .hasMessageContaining("Is the URL right?")
                    .hasMessageContaining(home.resolve("data/installation").toString());
            assertThat(Files.readString(home.resolve("data/installation"))).isEqualTo("ours\n");
        }
    }
}
