package dev.outlast.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// Reads, without the product, which clusters the local launcher has on disk.
final class ClusterLines {
    private ClusterLines() {}

    /// @param home the launcher's
    static Set<Path> live(Path home) throws IOException {
        var log = home.resolve("clusters.log");
        var live = new LinkedHashSet<Path>();
        if (!Files.exists(log)) {
            return live;
        }
        for (var line : Files.readAllLines(log)) {
            var words = line.split("\t", -1);
            if (words.length > 1 && words[1].equals("gone")) {
                live.remove(log.resolve(words[0]));
            } else if (words.length > 1) {
                live.add(log.resolve(words[0]));
            }
        }
        return live;
    }
}
