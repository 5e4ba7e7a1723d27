package dev.outlast.provider.local;

import dev.outlast.core.job.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where what lies in the launcher's home.
///
/// ```text
/// writer                  the lock, and who wrote last
/// clusters.log            a line per change of a cluster: the commit point of launch and release
/// making/                 nodes before they are there
/// nodes/TOKEN.RANK/       the attempt directory of the node runner; home/ in it is the node's HOME
/// trash/TOKEN.RANK/       a node that is being deleted
/// tombstones/DAY/TOKEN    tokens that were released
/// notify/TOKEN            touched by the runner when something changed
/// runner/                 the node runner's scripts
/// closed/REGION           regions without room, as rehearsed
/// ```
record HomeLayout(Path root) {
    HomeLayout {
        root = root.toAbsolutePath().normalize();
    }

    HomeLayout create() throws IOException {
        for (var name : List.of("making", "nodes", "trash", "tombstones", "notify", "closed")) {
            Files.createDirectories(root.resolve(name));
        }
        try {
            new ProcessBuilder("chattr", "+T", making().toString(), nodes().toString())
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return this;
    }

    Path writer() {
        return root.resolve("writer");
    }

    Path clusters() {
        return root.resolve("clusters.log");
    }

    Path making() {
        return root.resolve("making");
    }

    Path nodes() {
        return root.resolve("nodes");
    }

    Path node(Token token, int rank) {
        return nodes().resolve(token.fileName() + "." + rank);
    }

    Path trash() {
        return root.resolve("trash");
    }

    /// Where the runner's scripts lie.
    Path runner() {
        return root.resolve("runner");
    }

    /// The token in the name of a node's directory.
    static Optional<Token> tokenOf(Path node) {
        var name = node.getFileName().toString();
        return Token.parse(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    }

    Path tombstones() {
        return root.resolve("tombstones");
    }

    Path notifyDirectory() {
        return root.resolve("notify");
    }

    Path closed(String region) {
        return root.resolve("closed").resolve(region);
    }

    static List<Path> children(Path directory) throws IOException {
        var found = new ArrayList<Path>();
        try (var stream = Files.newDirectoryStream(directory)) {
            stream.forEach(found::add);
        }
        return found;
    }
}
