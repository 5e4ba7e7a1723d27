package dev.outlast.cli.demo;

import dev.outlast.checkpointing.blob.WorkdirArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The training of `examples/train`: its text, and its directory as an archive.
///
/// @param steps how long it trains
record Example(Path folder, String yaml, int steps) {
    private static final String BUCKET = "name: train-checkpoints";
    private static final String RUN = "run: python3 train.py";
    private static final long MAX_BYTES = 16L << 20;
    private static final int CHECKPOINTS = 10;

    Example {
        Objects.requireNonNull(folder);
        Objects.requireNonNull(yaml);
    }

    /// @param root of the source tree
    static Example in(Path root, int steps) throws DemoException {
        var folder = root.resolve("examples").resolve("train");
        try {
            var example = new Example(folder, Files.readString(folder.resolve("train.yaml")), steps);
            if (!example.yaml.contains(BUCKET) || !example.yaml.contains(RUN)) {
                throw new DemoException(folder.resolve("train.yaml")
                        + " is not as the demo knows it: it needs the lines '" + BUCKET + "' and '" + RUN + "'");
            }
            return example;
        } catch (IOException missing) {
            throw new DemoException("no example at " + folder + "; run the script `outlast` of the source tree");
        }
    }

    int saveEvery() {
        return steps / CHECKPOINTS;
    }

    /// Between two checkpoints, so that there is something to lose.
    int preemptAt() {
        return saveEvery() * 4 + saveEvery() / 2;
    }

    /// The same text with a bucket of its own and fewer steps.
    String yaml(String bucket) {
        return yaml.replace(BUCKET, "name: " + bucket)
                .replace(RUN, RUN + " --steps " + steps + " --save-every " + saveEvery());
    }

    byte[] archive() throws IOException {
        var bytes = new ByteArrayOutputStream();
        WorkdirArchive.create(folder, bytes, MAX_BYTES);
        return bytes.toByteArray();
    }
}
