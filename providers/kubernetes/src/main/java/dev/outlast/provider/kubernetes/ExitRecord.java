package dev.outlast.provider.kubernetes;

import java.time.Duration;
import java.util.Optional;

/// What the runner left as its container's termination message.
///
/// @param stopped whether it was told to end
record ExitRecord(boolean inSetup, int code, boolean stopped, Duration ran) {
    static Optional<ExitRecord> parse(String message) {
        var words = message.strip().split(" ", -1);
        if (words.length != 5 || !words[0].equals("outlast")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ExitRecord(
                    !words[1].equals("run"),
                    Integer.parseInt(words[2]),
                    words[3].equals("1"),
                    Duration.ofMillis(Long.parseLong(words[4]))));
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }
}
