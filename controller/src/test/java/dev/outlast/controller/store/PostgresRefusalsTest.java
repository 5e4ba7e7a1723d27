package dev.outlast.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A database that cannot be used is refused with a sentence that says why and what to do.
@Timeout(60)
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
class PostgresRefusalsTest {
    private static final LocalPostgres SERVER = LocalPostgres.shared();

    @TempDir
    Path directory;

    private String database = "";

    @BeforeAll
    static void makeUsers() throws Exception {
        SERVER.sql(
                "postgres",
                "CREATE ROLE needstls LOGIN; CREATE ROLE norights LOGIN;"
                        + " CREATE ROLE wantspw LOGIN SUPERUSER PASSWORD 'right-one'");
        SERVER.access(
                "hostnossl all needstls 127.0.0.1/32 reject",
                "host all wantspw 127.0.0.1/32 scram-sha-256",
                "host all all 127.0.0.1/32 trust");
    }

    @BeforeEach
    void makeDatabase() {
        database = SERVER.database().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
    }

    @Test
    void aUserWithoutRights() {
        assertThatThrownBy(() -> open("norights", Optional.empty()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("permission denied for schema public")
                .hasMessageContaining("GRANT CREATE, USAGE");
    }

    @Test
    void aServerThatWantsTls() {
        assertThatThrownBy(() -> open("needstls", Optional.empty()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("The server wants TLS")
                .hasMessageContaining("sslmode");
    }

    @Test
    void aPasswordComesFromAFileThatNobodyElseReads() throws Exception {
        var file = directory.resolve("password");
        Files.writeString(file, "right-one\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> open("wantspw", Optional.of(file))).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        open("wantspw", Optional.of(file));
        Files.writeString(file, "wrong-one");
        assertThatThrownBy(() -> open("wantspw", Optional.of(file)))
                .hasMessageContaining("store.password_file")
                .hasMessageNotContaining("wrong-one");
        assertThatThrownBy(() -> open("wantspw", Optional.of(directory.resolve("none"))))
                .hasMessageContaining("cannot read the password file");
    }

    @Test
    void aPasswordInAUrl() {
        for (var url : new String[] {"jdbc:postgresql://h/d?password=x", "jdbc:postgresql://u:x@h/d"}) {
            assertThatThrownBy(() -> new PostgresSettings(url, "", Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not belong into a URL");
        }
        assertThatThrownBy(() -> new PostgresSettings("postgres://h/d", "", Optional.empty()))
                .hasMessageContaining("jdbc:postgresql:");
    }

    @Test
    void notADatabaseThatANewerVersionHasAddedTo() throws Exception {
        open("postgres", Optional.empty());
        SERVER.sql(database, "INSERT INTO migrations VALUES (99, 'V99__later.sql', 1)");
        open("postgres", Optional.empty());
        assertThat(DatabaseStatus.of(settings("postgres", Optional.empty())))
                .anyMatch(line -> line.contains("a newer version has added the rest"));
    }

    @Test
    void aDatabaseThatIsNotThereOrNotInUtf8() {
        database = "nosuch";
        assertThatThrownBy(() -> open("postgres", Optional.empty())).hasMessageContaining("Make it first");
        SERVER.sql(
                "postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        database = "latin";
        assertThatThrownBy(() -> open("postgres", Optional.empty())).hasMessageContaining("encoding is LATIN1");
    }

    private void open(String user, Optional<Path> password) throws StoreException {
        PostgresStore.open(settings(user, password), new Random(1)).close();
    }

    private PostgresSettings settings(String user, Optional<Path> password) {
        return new PostgresSettings("jdbc:postgresql://127.0.0.1:" + SERVER.port() + "/" + database, user, password);
    }
}
