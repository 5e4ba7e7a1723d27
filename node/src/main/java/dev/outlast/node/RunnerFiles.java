package dev.outlast.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The scripts every node needs. They live in a directory named after their content, so that an upgrade never
/// changes a script under a running attempt.
public final class RunnerFiles {
    private static final List<String> NAMES = List.of("job.sh", "verbs.sh", "runner.sh", "outlast-checkpoint");
    private static final List<NodeFile> FILES = load();
    private static final String VERSION = version(FILES);

    private final String directory;

    private RunnerFiles(String directory) {
        this.directory = directory;
    }

    /// Puts the scripts below a directory; done before, it costs one look.
    public static RunnerFiles install(NodeAccess node, String below) throws IOException {
        var directory = below + "/" + VERSION;
        try {
            // The last one written: when it is there, all are.
            node.read(directory + "/" + NAMES.getLast(), 0, 1);
        } catch (NoSuchFileException _) {
            node.put(directory, FILES);
        }
        return new RunnerFiles(directory);
    }

    /// The scripts with names relative to their directory, for nodes that are given them another way.
    public static List<NodeFile> files() {
        return FILES;
    }

    /// Twelve hexadecimal digits of the scripts' content.
    public static String version() {
        return VERSION;
    }

    /// Path of the runner on the node.
    public String runner() {
        return directory + "/runner.sh";
    }

    /// Path of the directory with `outlast-checkpoint`; the runner puts it on the job's PATH.
    public String directory() {
        return directory;
    }

    private static List<NodeFile> load() {
        var files = new ArrayList<NodeFile>();
        for (var name : NAMES) {
            try (var in = RunnerFiles.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("no resource " + name);
                }
                files.add(new NodeFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), true));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return List.copyOf(files);
    }

    private static String version(List<NodeFile> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach(file -> digest.update(file.content().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
