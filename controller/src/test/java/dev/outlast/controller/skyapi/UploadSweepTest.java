package dev.outlast.controller.skyapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was never finished goes; what goes on, and what was finished, stays.
class UploadSweepTest {
    private static final Instant SINCE = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant BEFORE = SINCE.minusSeconds(60);
    private static final Instant AFTER = SINCE.plusSeconds(60);

    @TempDir
    Path uploads;

    @BeforeEach
    void fill() throws IOException {
        file("piece-1.new", BEFORE);
        file("piece-2.new", AFTER);
        file("ann/forgotten/part-0", BEFORE);
        file("ann/forgotten/part-3", BEFORE);
        file("ann/going-on/part-0", BEFORE);
        file("ann/going-on/part-1", AFTER);
        file("ann/whole.blob", BEFORE);
        for (var folder : new String[] {"ann/forgotten", "ann/going-on"}) {
            Files.setLastModifiedTime(uploads.resolve(folder), FileTime.from(BEFORE));
        }
    }

    private void file(String name, Instant at) throws IOException {
        var file = uploads.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
        Files.setLastModifiedTime(file, FileTime.from(at));
    }

    @Test
    void what_nobody_finished_goes() throws Exception {
        assertThat(Uploads.sweep(uploads, SINCE)).isEqualTo(2);

        assertThat(uploads.resolve("piece-1.new")).doesNotExist();
        assertThat(uploads.resolve("ann/forgotten")).doesNotExist();
        assertThat(uploads.resolve("piece-2.new")).exists();
        assertThat(uploads.resolve("ann/going-on/part-0")).exists();
        assertThat(uploads.resolve("ann/whole.blob")).exists();
        assertThat(Uploads.sweep(uploads, SINCE)).isZero();
    }

    @Test
    void where_nothing_was_ever_sent_nothing_is_swept() throws Exception {
        assertThat(Uploads.sweep(uploads.resolve("none"), SINCE)).isZero();
    }
}
