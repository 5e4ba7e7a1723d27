package dev.outlast.checkpointing.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.testkit.checkpoint.Checkpoints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkdirArchiveTest {
    private static final long LIMIT = 1 << 20;

    @TempDir
    Path temp;

    @Test
    void what_is_packed_unpacks_the_same() throws IOException {
        Path dir = sample("one");
        String deep = "d".repeat(120) + "/" + "é".repeat(60);
        write(dir, deep, "long");
        Files.createSymbolicLink(dir.resolve("link"), Path.of("src/train.py"));
        Files.createSymbolicLink(dir.resolve("far"), Path.of(deep));

        Path out = unpack(pack(dir));

        assertThat(SafeExtractTest.tree(out)).isEqualTo(SafeExtractTest.tree(dir));
        assertThat(out.resolve("run.sh")).isExecutable();
        assertThat(Files.isExecutable(out.resolve("src/train.py"))).isFalse();
        assertThat(out.resolve("empty")).isEmptyDirectory();
    }

    @Test
    void the_same_content_gives_the_same_bytes_wherever_and_whenever_it_lies() throws IOException {
        Path first = sample("one");
        Path second = sample("another/place");
        Files.setLastModifiedTime(second.resolve("run.sh"), FileTime.fromMillis(1_000_000));

        assertThat(Checkpoints.sha256(pack(first)))
                .isEqualTo(Checkpoints.sha256(pack(second)))
                .isNotEqualTo(Checkpoints.sha256(pack(first.resolve("src"))));
    }

    @Test
    void the_bytes_are_the_same_in_every_version() throws IOException {
        assertThat(Checkpoints.sha256(pack(sample("one"))))
                .as("a change here uploads every workdir of every user again")
                .isEqualTo("8fc60c08d1afb85a966feb2bdc7cb5369ab76bb61d8130b58def5ebc43cca4b6");
    }

    @Test
    void leaves_out_what_gitignore_names() throws IOException {
        Path dir = sample("one");
        write(dir, ".gitignore", "*.pyc\n/data/\n");
        write(dir, "src/train.pyc", "x");
        write(dir, "data/big", "x");
        write(dir, "src/data/small", "x");
        write(dir, ".git/index", "x");

        assertThat(SafeExtractTest.tree(unpack(pack(dir))))
                .containsOnlyKeys(".gitignore", "run.sh", "src/train.py", "src/data/small");
    }

    @Test
    void skyignore_takes_the_place_of_gitignore() throws IOException {
        Path dir = sample("one");
        write(dir, ".gitignore", "*.py\n");
        write(dir, ".skyignore", "*.sh\n");

        assertThat(SafeExtractTest.tree(unpack(pack(dir))))
                .isEqualTo(Map.of(".gitignore", "*.py\n", ".skyignore", "*.sh\n", "src/train.py", "print()"));
    }

    @Test
    void says_what_is_wrong_with_a_workdir() throws IOException {
        Path dir = sample("one");
        Path file = dir.resolve("run.sh");
        refused(temp.resolve("nowhere"), "does not exist");
        refused(file, "is a file");

        write(dir, "big", "x".repeat((int) LIMIT));
        refused(dir, ".skyignore");
        Files.delete(dir.resolve("big"));

        Files.createSymbolicLink(dir.resolve("python"), Path.of("/usr/bin/python3"));
        refused(dir, "python is a symbolic link to /usr/bin/python3");
        write(dir, ".skyignore", "python\n");
        assertThat(pack(dir)).isNotEmpty();

        write(dir, "two\nlines", "x");
        refused(dir, "two?lines");
    }

    @Test
    void writes_nothing_when_it_refuses() throws IOException {
        Path dir = sample("one");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> WorkdirArchive.create(dir, out, 3)).isInstanceOf(ArchiveRefused.class);

        assertThat(out.size()).isZero();
    }

    private static void refused(Path dir, String because) {
        assertThatThrownBy(() -> pack(dir)).isInstanceOf(ArchiveRefused.class).hasMessageContaining(because);
    }

    private Path sample(String name) throws IOException {
        Path dir = temp.resolve(name);
        write(dir, "src/train.py", "print()");
        write(dir, "run.sh", "python3 src/train.py");
        assertThat(dir.resolve("run.sh").toFile().setExecutable(true)).isTrue();
        Files.createDirectory(dir.resolve("empty"));
        return dir;
    }

    private static void write(Path dir, String name, String content) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, content);
    }

    private static byte[] pack(Path dir) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WorkdirArchive.create(dir, out, LIMIT);
        return out.toByteArray();
    }

    private Path unpack(byte[] tar) throws IOException {
        Path archive = Files.write(Files.createTempFile(temp, "archive", ".tar"), tar);
        Path out = Files.createTempDirectory(temp, "out").resolve("workdir");
        SafeExtract.extract(archive, out, ExtractLimits.DEFAULT);
        return out;
    }
}
