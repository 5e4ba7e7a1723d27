package dev.outlast.logs.quota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many bytes the disk of the logs has left.
public interface FreeSpace {
    long bytes() throws IOException;

    /// Of the disk on which an existing directory lies.
    static FreeSpace of(Path directory) throws IOException {
        var disk = Files.getFileStore(directory);
        return disk::getUsableSpace;
    }
}
