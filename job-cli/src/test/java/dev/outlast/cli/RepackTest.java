package dev.outlast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RepackTest {
    @TempDir
    Path directory;

    @Test
    void everyClassOfTheLibraryIsStillOneAndCanBeKept() throws Exception {
        var jar = library();
        var old = Files.getLastModifiedTime(jar);
        Repack.main(new String[] {directory.toString()});

        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(old);
        try (var repacked = new ZipFile(jar.toFile());
                var loader =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            var classes = repacked.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("picocli/") && name.endsWith(".class"))
                    .toList();
            assertThat(classes).hasSizeGreaterThan(100);
            for (var name : classes) {
                try (var bytes = repacked.getInputStream(repacked.getEntry(name))) {
                    assertThat(bytes.readNBytes(8)[7]).as(name).isEqualTo((byte) 52);
                }
                // Links it: its stack maps are checked.
                assertThat(Class.forName(className(name), true, loader).getClassLoader())
                        .as(name)
                        .isSameAs(loader);
            }
        }
    }

    @Test
    void whatIsModernIsLetBe() throws Exception {
        var jar = library();
        assertThat(Repack.repack(jar)).isTrue();
        var once = Files.readAllBytes(jar);

        assertThat(Repack.repack(jar)).isFalse();

        assertThat(Files.readAllBytes(jar)).isEqualTo(once);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(jar);
        }
    }

    private Path library() throws IOException {
        var source = URI.create(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        var jar = Files.copy(Path.of(source), directory.resolve("picocli.jar"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        return jar;
    }

    private static String className(String entry) {
        return entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    }
}
