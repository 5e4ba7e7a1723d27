package dev.outlast.checkpointing.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives go to and come from programs that are not ours.
class OtherToolsTest {
    @TempDir
    Path temp;

    private Path dir;

    @BeforeEach
    void sample() throws IOException {
        dir = Files.createDirectories(temp.resolve("work"));
        Path deep = Files.createDirectories(dir.resolve("d".repeat(120)).resolve("e".repeat(60)));
        Files.writeString(deep.resolve("grün.txt"), "long");
        Files.writeString(dir.resolve("run.sh"), "echo hi");
        assertThat(dir.resolve("run.sh").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(dir.resolve("link"), dir.relativize(deep.resolve("grün.txt")));
        Files.createDirectory(dir.resolve("empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format=gnu", "--format=pax", "--format=oldgnu", "--format=gnu --gzip"})
    void what_tar_packs_we_unpack(String options) throws Exception {
        Path archive = temp.resolve("archive");
        run("tar --create " + options + " --file archive --directory work .");

        assertSame(unpack(archive));
    }

    @Test
    void what_we_pack_tar_unpacks() throws Exception {
        try (OutputStream out = Files.newOutputStream(temp.resolve("archive"))) {
            WorkdirArchive.create(dir, out, 1 << 20);
        }
        run("mkdir out && tar --extract --file archive --directory out");

        assertSame(temp.resolve("out"));
    }

    @Test
    void what_python_zips_we_unpack() throws Exception {
        Path archive = temp.resolve("archive");
        Files.writeString(temp.resolve("pack.py"), """
                import os, zipfile
                with zipfile.ZipFile('archive', 'w', zipfile.ZIP_DEFLATED) as archive:
                    for folder, folders, files in os.walk('work'):
                        for name in folders + files:
                            path = os.path.join(folder, name)
                            if os.path.islink(path):
                                link = zipfile.ZipInfo(os.path.relpath(path, 'work'))
                                link.create_system = 3
                                link.external_attr = 0xA1ED0000
                                archive.writestr(link, os.readlink(path))
                            else:
                                archive.write(path, os.path.relpath(path, 'work'))
                """);
        run("PYTHONUTF8=1 python3 pack.py");

        assertSame(unpack(archive));
    }

    @Test
    void a_zip_of_more_entries_than_16_bits_count_is_read_whole() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 70_000; i++) {
                out.putNextEntry(new ZipEntry("f" + i));
            }
        }
        Path archive = Files.write(temp.resolve("archive"), bytes.toByteArray());

        try (FileChannel channel = FileChannel.open(archive)) {
            assertThat(ZipModes.read(channel)).hasSize(70_000).containsKey("f69999");
        }
    }

    private Path unpack(Path archive) throws IOException {
        Path out = temp.resolve("out");
        SafeExtract.extract(archive, out, ExtractLimits.DEFAULT);
        return out;
    }

    private void assertSame(Path out) throws IOException {
        assertThat(SafeExtractTest.tree(out)).isEqualTo(SafeExtractTest.tree(dir));
        assertThat(out.resolve("run.sh")).isExecutable();
        try (Stream<Path> inside = Files.list(out.resolve("empty"))) {
            assertThat(inside).isEmpty();
        }
    }

    private void run(String script) throws Exception {
        Path output = temp.resolve("output");
        Process process = new ProcessBuilder(List.of("sh", "-c", script))
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        String said = Files.readString(output);
        assumeTrue(code != 127, "not tested, a program is missing: " + said.strip());
        assertThat(code).as(said).isZero();
    }
}
