package dev.outlast.checkpointing.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.testkit.artefact.InMemoryArtefacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two controllers with a disk each, and a place that both see.
final class SharedBlobsTest {
    private static final long MOST = 1 << 20;

    @TempDir
    private Path directory;

    private final InMemoryArtefacts outside = new InMemoryArtefacts();

    private SharedBlobs blobs(String controller) throws IOException {
        var root = directory.resolve(controller);
        return new SharedBlobs(new BlobStore(root), root, Optional.of(outside.beside()));
    }

    private static byte[] zip(String name) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write("content".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String put(SharedBlobs blobs, byte[] archive) throws IOException {
        return blobs.put(new ByteArrayInputStream(archive), MOST);
    }

    @Test
    void whatOneTookTheOtherBringsWhole() throws IOException {
        var sha256 = put(blobs("one"), zip("file"));
        assertThat(outside.size("blobs/" + sha256)).isPresent();
        var other = blobs("other");
        assertThat(other.has(sha256)).isTrue();

        other.ready(sha256);
        assertThat(directory.resolve("other").resolve(sha256).resolve("file")).hasContent("content");
        outside.away(true);
        other.ready(sha256);
        blobs("other").ready(sha256);
    }

    @Test
    void anUploadThatIsNotSharedIsNotTaken() throws IOException {
        var one = blobs("one");
        outside.away(true);
        assertThatThrownBy(() -> put(one, zip("file")))
                .isInstanceOf(SharedBlobs.NotShared.class)
                .hasMessage("nobody answers");
        outside.away(false);
        outside.readOnly(true);
        assertThatThrownBy(() -> put(one, zip("file")))
                .isInstanceOf(SharedBlobs.NotShared.class)
                .hasMessage("it can only be read");
        outside.readOnly(false);
        assertThat(new BlobStore(directory.resolve("one")).names()).isEmpty();
        assertThat(one.has(put(one, zip("file")))).isTrue();
    }

    @Test
    void whatCannotBeUnpackedIsSharedWithNobody() throws IOException {
        var one = blobs("one");
        assertThatThrownBy(() -> put(one, zip("../../evil"))).isInstanceOf(ArchiveRefused.class);
        assertThat(outside.puts()).isZero();
        assertThat(new BlobStore(directory.resolve("one")).names()).isEmpty();
    }

    @Test
    void somethingElseUnderItsNameIsNotTaken() throws IOException {
        var sha256 = "ab".repeat(32);
        outside.put("blobs/" + sha256, Files.write(directory.resolve("archive"), zip("file")));
        var other = blobs("other");
        assertThatThrownBy(() -> other.ready(sha256)).hasMessageContaining("what came as blob " + sha256 + " is ");
        assertThat(new BlobStore(directory.resolve("other")).names()).isEmpty();
        assertThat(directory.resolve("other").resolve(sha256)).doesNotExist();
    }

    @Test
    void whatIsNowhereIsTold() throws IOException {
        var sha256 = "ab".repeat(32);
        var one = blobs("one");
        assertThat(one.has(sha256)).isFalse();
        assertThatThrownBy(() -> one.ready(sha256))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("is neither here nor in memory");
        assertThatThrownBy(() -> one.ready("../evil")).isInstanceOf(NoSuchFileException.class);
        outside.away(true);
        assertThatThrownBy(() -> one.ready(sha256)).isInstanceOf(SharedBlobs.NotShared.class);
    }

    @Test
    void whatWasHereBeforeCanBeShared() throws IOException {
        var sha256 = new BlobStore(directory.resolve("one")).put(new ByteArrayInputStream(zip("file")), MOST);
        var one = blobs("one");
        assertThat(one.has(sha256)).as("the others cannot have it").isFalse();
        one.share(sha256);
        assertThat(one.has(sha256)).isTrue();
        blobs("other").ready(sha256);
    }
}
