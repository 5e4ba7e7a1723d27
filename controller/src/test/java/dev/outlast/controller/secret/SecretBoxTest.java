package dev.outlast.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
    private static final JobId JOB = new JobId(7);
    private static final Map<String, String> SECRETS = Map.of("HF_TOKEN", "hf_🦆\n\"x\"", "EMPTY", "");

    @TempDir
    Path directory;

    @Test
    void whatIsSealedOpensAgainWithTheSameKeyAndShowsNothing() throws Exception {
        var sealed = box("inst").seal(JOB, SECRETS);
        assertThat(box("inst").open(JOB, sealed)).isEqualTo(SECRETS);
        assertThat(new String(Base64.getDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain("HF_TOKEN")
                .doesNotContain("hf_");
        assertThat(box("inst").open(JOB, box("inst").seal(JOB, Map.of()))).isEmpty();
    }

    @Test
    void theSameSecretNeverLooksTheSame() throws Exception {
        var seen = new HashSet<String>();
        var box = box("inst");
        for (var i = 0; i < 1_000; i++) {
            assertThat(seen.add(box.seal(JOB, SECRETS))).isTrue();
        }
    }

    @Test
    void itOpensOnlyForItsJobAndInstallation() throws Exception {
        var sealed = box("inst").seal(JOB, SECRETS);
        assertFails(SecretException.Why.ALTERED, () -> box("inst").open(new JobId(8), sealed));
        assertFails(SecretException.Why.ALTERED, () -> box("other").open(JOB, sealed));
    }

    @Test
    void everyChangedByteIsNoticed() throws Exception {
        var box = box("inst");
        var sealed = Base64.getDecoder().decode(box.seal(JOB, SECRETS));
        for (var i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            var text = Base64.getEncoder().encodeToString(changed);
            var why = i >= 1 && i <= 4 ? SecretException.Why.WRONG_KEY : SecretException.Why.ALTERED;
            assertFails(why, () -> box.open(JOB, text));
        }
        assertFails(SecretException.Why.ALTERED, () -> box.open(JOB, ""));
        assertFails(SecretException.Why.ALTERED, () -> box.open(JOB, "not base64!"));
    }

    @Test
    void anotherKeySaysWhatToDo() throws Exception {
        var sealed = box("inst").seal(JOB, SECRETS);
        Files.delete(key());
        assertThatThrownBy(() -> box("inst").open(JOB, sealed))
                .isInstanceOfSatisfying(
                        SecretException.class, e -> assertThat(e.why()).isEqualTo(SecretException.Why.WRONG_KEY))
                .hasMessageContaining("put the key of this installation back")
                .hasMessageContaining("secret.key");
    }

    @Test
    void theKeyFileIsItsOwnersOnly() throws Exception {
        box("inst");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                .isEqualTo("rw-------");
        for (var open : new String[] {"rw-r-----", "rw----r--", "rwx------"}) {
            Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString(open));
            assertFails(SecretException.Why.BAD_KEY_FILE, () -> box("inst"));
        }
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("r--------"));
        box("inst");
        try (var files = Files.list(directory)) {
            assertThat(files.toList()).containsExactly(key());
        }
    }

    @Test
    void aDamagedKeyFileIsRefused() throws Exception {
        box("inst");
        for (var content : new String[] {"", "short", "%%%"}) {
            Files.writeString(key(), content);
            assertFails(SecretException.Why.BAD_KEY_FILE, () -> box("inst"));
        }
        Files.write(key(), new byte[] {-1, -2});
        assertFails(SecretException.Why.BAD_KEY_FILE, () -> box("inst"));
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void assertFails(SecretException.Why why, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SecretException.class, e -> assertThat(e.why()).isEqualTo(why));
    }

    private SecretBox box(String installation) throws SecretException {
        return SecretBox.open(key(), installation);
    }

    private Path key() {
        return directory.resolve("secret.key");
    }
}
