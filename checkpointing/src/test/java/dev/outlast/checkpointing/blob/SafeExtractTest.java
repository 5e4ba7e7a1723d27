package dev.outlast.checkpointing.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeExtractTest {
    private static final ExtractLimits SMALL = new ExtractLimits(10 << 20, 5 << 20, 20, 100);

    @TempDir
    Path temp;

    @Test
    void lays_down_a_tar_file() throws IOException {
        Path dir = extract(Archives.tar()
                .folder("./")
                .file("./run.sh", "echo hi")
                .folder("a/")
                .file("a/b/c.txt", "deep")
                .link("a/latest", "b/c.txt")
                .link("a/b/top", "../../run.sh")
                .build());

        assertThat(tree(dir))
                .isEqualTo(Map.of(
                        "run.sh", "echo hi",
                        "a/b/c.txt", "deep",
                        "a/latest", "-> b/c.txt",
                        "a/b/top", "-> ../../run.sh"));
        assertThat(dir.resolve("run.sh")).isExecutable();
        assertThat(dir.resolve("a/b/top")).hasContent("echo hi");
    }

    @Test
    void lays_down_a_compressed_tar_file() throws IOException {
        byte[] tar = Archives.tar().file("a", "one").file("b", "two").build();

        assertThat(tree(extract(Archives.gzip(tar)))).isEqualTo(Map.of("a", "one", "b", "two"));
    }

    @Test
    void lays_down_a_zip_file_as_the_sky_client_makes_it() throws IOException {
        Path dir = extract(Archives.zip()
                .entry("home/me/proj/", 0040755, new byte[0])
                .entry("home/me/proj/run.sh", 0100755, "echo hi".getBytes(UTF_8))
                .file("home/me/proj/data/ä.txt", "text")
                .entry("home/me/proj/link", 0120777, "data/ä.txt".getBytes(UTF_8))
                .build());

        assertThat(tree(dir))
                .isEqualTo(Map.of(
                        "home/me/proj/run.sh", "echo hi",
                        "home/me/proj/data/ä.txt", "text",
                        "home/me/proj/link", "-> data/ä.txt"));
        assertThat(Files.isExecutable(dir.resolve("home/me/proj/run.sh"))).isTrue();
        assertThat(Files.getPosixFilePermissions(dir.resolve("home/me/proj/data/ä.txt")))
                .noneMatch(permission -> permission.name().endsWith("EXECUTE"));
    }

    @Test
    void takes_archives_without_members() throws IOException {
        assertThat(tree(extract(Archives.tar().build()))).isEmpty();
        assertThat(tree(extract(Archives.zip().build()))).isEmpty();
    }

    @Test
    void takes_long_names_of_both_kinds_and_a_comment() throws IOException {
        String name = "d".repeat(90) + "/" + "f".repeat(90);
        byte[] gnu = Archives.tar()
                .member('L', "././@LongLink", "", (name + "\0").getBytes(UTF_8))
                .file("cut off", "gnu")
                .build();
        byte[] pax = Archives.tar()
                .member('g', "pax_global_header", "", "18 comment=abcdef\n".getBytes(UTF_8))
                .pax("path=" + name)
                .file("cut off", "pax")
                .build();

        assertThat(tree(extract(gnu))).isEqualTo(Map.of(name, "gnu"));
        assertThat(tree(extract(pax))).isEqualTo(Map.of(name, "pax"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.outlast.checkpointing.blob.HostileArchives#all")
    void refuses(String what, byte[] archive) throws IOException {
        Path dest = temp.resolve("in").resolve("dest");

        assertThatThrownBy(() -> SafeExtract.extract(write(archive), dest, SMALL))
                .isInstanceOf(ArchiveRefused.class)
                .message()
                .doesNotContainPattern("\\p{Cntrl}");

        try (Stream<Path> left = Files.list(dest.resolveSibling(""))) {
            assertThat(left).isEmpty();
        }
        assertThat(temp.resolve("evil")).doesNotExist();
        assertThat(temp.resolve("in/evil")).doesNotExist();
    }

    @Test
    void refuses_more_entries_than_allowed() {
        Archives.TarBuilder tar = Archives.tar();
        for (int i = 0; i < 21; i++) {
            tar.file("f" + i, "");
        }
        byte[] archive = tar.build();

        assertThatThrownBy(() -> extract(archive)).hasMessageContaining("more than 20");
    }

    @Test
    void keeps_no_set_user_id() throws IOException {
        Path dir =
                extract(Archives.zip().entry("su", 0104755, "x".getBytes(UTF_8)).build());

        assertThat((int) Files.getAttribute(dir.resolve("su"), "unix:mode") & 07000)
                .isZero();
    }

    @Test
    void leaves_an_existing_directory_alone() throws IOException {
        Path dest = Files.createDirectories(temp.resolve("dest"));
        Files.writeString(dest.resolve("mine"), "mine");
        Path archive = write(Archives.tar().file("a", "x").build());

        assertThatThrownBy(() -> SafeExtract.extract(archive, dest, SMALL))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(tree(dest)).isEqualTo(Map.of("mine", "mine"));
    }

    /// Damaged archives may be taken or refused, but nothing else happens and nothing appears elsewhere.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void is_calm_over_damaged_archives(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] tar = Archives.tar()
                .file("a/b", "text")
                .link("a/l", "b")
                .file("c", "more")
                .build();
        byte[] zip = Archives.zip()
                .file("a/b", "text")
                .entry("l", 0120777, "a/b".getBytes(UTF_8))
                .build();
        Path inner = temp.resolve("deep/er");
        for (int round = 0; round < 150; round++) {
            byte[] archive = (random.nextBoolean() ? tar : zip).clone();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                archive[random.nextInt(archive.length)] = (byte) random.nextInt(256);
            }
            try {
                SafeExtract.extract(write(archive), inner.resolve("dest" + round), SMALL);
            } catch (ArchiveRefused expected) {
                assertThat(inner.resolve("dest" + round)).doesNotExist();
            }
        }
        try (Stream<Path> all = Files.list(temp)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .allMatch(name -> name.equals("deep") || name.startsWith("archive"));
        }
        try (Stream<Path> all = Files.list(inner)) {
            assertThat(all.map(path -> path.getFileName().toString())).allMatch(name -> name.startsWith("dest"));
        }
    }

    private Path write(byte[] archive) throws IOException {
        return Files.write(Files.createTempFile(temp, "archive", ""), archive);
    }

    private Path extract(byte[] archive) throws IOException {
        Path dest = Files.createTempDirectory(temp, "out").resolve("dest");
        SafeExtract.extract(write(archive), dest, SMALL);
        return dest;
    }

    static Map<String, String> tree(Path dir) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path path : all.toList()) {
                String name = dir.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    tree.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    tree.put(name, Files.readString(path));
                }
            }
        }
        return tree;
    }
}
