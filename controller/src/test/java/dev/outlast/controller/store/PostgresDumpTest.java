package dev.outlast.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresDumpTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void theDriversUrlIsSaidAsTheProgramsTakeIt() {
        assertThat(PostgresDump.url("jdbc:postgresql://a:5432,b/outlast?sslmode=verify-full&ApplicationName=x&user=o"))
                .isEqualTo("postgresql://a:5432,b/outlast?target_session_attrs=read-write&sslmode=verify-full&user=o");
        assertThat(PostgresDump.url("jdbc:postgresql:outlast"))
                .isEqualTo("postgresql:///outlast?target_session_attrs=read-write");
    }

    @Test
    void bothProgramsMustBeThere() throws Exception {
        var path = "/nowhere:" + directory;
        assertThat(PostgresDump.isPossible(path)).isFalse();
        for (var program : new String[] {"pg_dump", "pg_restore"}) {
            assertThat(PostgresDump.isPossible(path)).isFalse();
            Files.createFile(
                    directory.resolve(program),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        assertThat(PostgresDump.isPossible(path)).isTrue();
        assertThat(PostgresDump.isPossible("")).isFalse();
    }
}
