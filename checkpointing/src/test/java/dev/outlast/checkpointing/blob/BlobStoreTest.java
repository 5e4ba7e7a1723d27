package dev.outlast.checkpointing.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.testkit.checkpoint.Checkpoints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    private static final byte[] TAR = Archives.tar().file("a", "one").build();
    private static final byte[] ZIP = Archives.zip().file("a", "one").build();

    @TempDir
    Path root;

    private BlobStore blobs;

    @BeforeEach
    void open() throws IOException {
        blobs = new BlobStore(root);
    }

    @Test
    void names_an_archive_by_what_it_holds() throws IOException {
        String tar = put(TAR);
        String zip = put(ZIP);
        String compressed = put(Archives.gzip(TAR));

        assertThat(tar).isEqualTo(Checkpoints.sha256(TAR));
        assertThat(blobs.path(tar)).contains(root.resolve(tar + ".tar"));
        assertThat(blobs.path(zip)).contains(root.resolve(zip + ".zip"));
        assertThat(blobs.path(compressed)).contains(root.resolve(compressed + ".tar"));
        try (InputStream in = blobs.open(tar)) {
            assertThat(in.readAllBytes()).isEqualTo(TAR);
        }
    }

    @Test
    void takes_the_same_archive_twice_and_keeps_one() throws IOException {
        assertThat(put(TAR)).isEqualTo(put(TAR));

        assertThat(files(root)).containsExactly(Checkpoints.sha256(TAR) + ".tar", "unfinished");
    }

    @Test
    void is_there_again_after_a_restart() throws IOException {
        String sha256 = put(TAR);

        assertThat(new BlobStore(root).has(sha256)).isTrue();
    }

    @Test
    void knows_what_it_does_not_have() {
        String unknown = "0".repeat(64);

        assertThat(blobs.has(unknown)).isFalse();
        assertThat(blobs.has("../" + unknown)).isFalse();
        assertThat(blobs.has("unfinished")).isFalse();
        assertThatThrownBy(() -> blobs.open(unknown)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refuses_what_is_too_large_or_no_archive_and_keeps_nothing_of_it() throws IOException {
        assertThatThrownBy(() -> blobs.put(new ByteArrayInputStream(TAR), TAR.length - 1))
                .isInstanceOf(ArchiveRefused.class)
                .hasMessageContaining("larger than");
        assertThatThrownBy(() -> put("no archive".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(ArchiveRefused.class);
        assertThatThrownBy(() -> put(new byte[0])).isInstanceOf(ArchiveRefused.class);

        assertThat(files(root)).containsExactly("unfinished");
        assertThat(files(root.resolve("unfinished"))).isEmpty();
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() throws IOException {
        InputStream breaking = new SequenceInputStream(new ByteArrayInputStream(TAR), new Broken());

        assertThatThrownBy(() -> blobs.put(breaking, 1 << 20)).hasMessage("connection reset");

        assertThat(files(root)).containsExactly("unfinished");
        assertThat(files(root.resolve("unfinished"))).isEmpty();
    }

    @Test
    void sweeps_what_a_crash_left_and_spares_what_is_under_way() throws IOException {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        Path old = Files.writeString(root.resolve("unfinished/upload-1.part"), "x");
        Path fresh = Files.writeString(root.resolve("unfinished/upload-2.part"), "x");
        Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(3601)));
        Files.setLastModifiedTime(fresh, FileTime.from(now.minusSeconds(10)));

        assertThat(blobs.sweepUnfinished(now.minusSeconds(3600))).isEqualTo(1);

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    private String put(byte[] archive) throws IOException {
        return blobs.put(new ByteArrayInputStream(archive), 1 << 20);
    }

    private static Stream<String> files(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("connection reset");
        }
    }
}
