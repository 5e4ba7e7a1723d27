package dev.outlast.provider.local;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// A launcher by a name that no other one has, and that tells whether its process still lives.
record Maker(RunnerProcess process, String unique) {
    private static final char BETWEEN = '_';

    Maker {
        Objects.requireNonNull(process);
        Objects.requireNonNull(unique);
    }

    /// A launcher of this process.
    static Maker here(String bootId) {
        return new Maker(RunnerProcess.self(bootId), UUID.randomUUID().toString());
    }

    /// Holds no dot, so that it can be the last part of a file's name.
    String text() {
        return String.valueOf(process.pid()) + BETWEEN + process.startTicks() + BETWEEN + unique;
    }

    /// Who is, or was, making this file; empty when its name does not tell.
    static Optional<Maker> of(Path making, String bootId) {
        var name = making.getFileName().toString();
        var words = name.substring(name.lastIndexOf('.') + 1).split(String.valueOf(BETWEEN), -1);
        if (words.length != 3 || !words[0].matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new Maker(new RunnerProcess(Long.parseLong(words[0]), words[1], bootId), words[2]));
    }

    boolean lives() {
        return process.lives();
    }
}
