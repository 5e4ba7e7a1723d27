package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TombstonesTest {
    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-11-22T23:59:00Z");
    private final InstantSource clock = () -> now;

    @Test
    void aTokenIsBuriedOnceAndFoundUntilTheDayAfterTheNext() throws Exception {
        var tombstones = new Tombstones(directory, clock);
        tombstones.add(token(1));
        tombstones.add(token(1));
        tombstones.add(token(2));
        assertThat(tombstones.has(token(1))).isTrue();
        assertThat(tombstones.has(token(2))).isTrue();
        assertThat(tombstones.has(token(3))).isFalse();

        now = now.plus(Duration.ofDays(1));
        tombstones.add(token(3));
        assertThat(tombstones.has(token(1))).isTrue();

        now = now.plus(Duration.ofDays(1));
        tombstones.add(token(4));
        assertThat(tombstones.has(token(1))).isFalse();
        assertThat(tombstones.has(token(3))).isTrue();
        assertThat(HomeLayout.children(directory)).as("a day at a time").hasSize(2);
    }

    /// Two controllers over one home, shortly before midnight.
    @Test
    void whatALauncherBuriedWhoseClockGoesBeforeOursIsFound() throws Exception {
        var ours = now;
        now = ours.plus(Duration.ofHours(1));
        new Tombstones(directory, clock).add(token(1));
        now = ours;
        assertThat(new Tombstones(directory, clock).has(token(1))).isTrue();
    }

    @Test
    void whereAFileHasNoRoomForOneMoreNameTheNameIsAFileOfItsOwn() throws Exception {
        var name = directory.resolve("name");
        var empty = directory.resolve("empty");
        assertThatThrownBy(() -> Tombstones.mark(name, empty)).isInstanceOf(NoSuchFileException.class);
        Files.createFile(empty);
        Tombstones.mark(name, empty);
        assertThat(name).isEmptyFile();
        assertThatThrownBy(() -> Tombstones.mark(name, empty)).isInstanceOf(FileAlreadyExistsException.class);

        // A directory has one name only.
        var full = Files.createDirectory(directory.resolve("full"));
        var other = directory.resolve("other");
        Tombstones.mark(other, full);
        assertThat(other).isEmptyFile();
        assertThat(full).as("the next makes a new one").doesNotExist();
    }

    private static Token token(int attempt) {
        return new Token("inst", 1, new JobId(1), 0, attempt);
    }
}
