package dev.outlast.node;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// How to reach a node: local process, SSH, exec into a pod.
public interface NodeAccess {
    /// Writes files in the given order, each one whole or not at all, readable by the owner only. Missing
    /// directories are made, closed to others. Best in one round trip.
    ///
    /// @param directory absolute path that relative paths start from
    void put(String directory, List<NodeFile> files) throws IOException;

    /// Runs a program to its end.
    ///
    /// @param argv the program and its arguments; no shell reads them
    /// @throws IOException when the node could not be reached or did not answer in time: whether the program ran is
    ///     not known then
    Output run(List<String> argv, Duration limit) throws IOException, InterruptedException;

    /// Part of a file, empty at or behind its end.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such file
    byte[] read(String path, long offset, int length) throws IOException;

    /// @param text standard output and error in one
    record Output(int code, String text) {}
}
