package dev.outlast.provider.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Deletes trees of files, never following a link.
final class TreeDelete {
    private TreeDelete() {}

    /// Deletes a file or a tree; what is not there is deleted.
    static void delete(Path root) throws IOException {
        try {
            deletePlainly(root);
        } catch (IOException stubborn) {
            // Directories without the write bit, or deeper than a path may be long: jobs leave such things.
            deleteByCommand(root, stubborn);
        }
    }

    private static void deletePlainly(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (var child : children) {
                    deletePlainly(child);
                }
            } catch (NoSuchFileException somebodyElseDid) {
                return;
            }
        }
        Files.deleteIfExists(path);
    }

    private static void deleteByCommand(Path root, IOException first) throws IOException {
        for (var command : List.of(
                List.of("chmod", "-R", "u+rwx", "--", root.toString()), List.of("rm", "-rf", "--", root.toString()))) {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                process.waitFor();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                process.destroy();
                throw first;
            }
        }
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            throw first;
        }
    }
}
