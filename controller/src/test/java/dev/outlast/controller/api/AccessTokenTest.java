package dev.outlast.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokenTest {
    @TempDir
    Path home;

    @Test
    void it_is_made_once_for_its_owner_only() throws Exception {
        var token = AccessToken.in(home.resolve("new"));
        var text = Files.readString(home.resolve("new/token")).strip();

        assertThat(text).matches("[0-9a-f]{64}");
        assertThat(token.matches(text)).isTrue();
        assertThat(token.matches(text + "0")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(AccessToken.in(home.resolve("new")).matches(text)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("new/token"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(home.resolve("new"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void an_empty_file_is_no_token() throws Exception {
        Files.writeString(home.resolve("token"), "\n");

        assertThatThrownBy(() -> AccessToken.in(home)).isInstanceOf(IOException.class);
    }
}
