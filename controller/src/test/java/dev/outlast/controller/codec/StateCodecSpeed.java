package dev.outlast.controller.codec;

import dev.outlast.controller.lifecycle.JobState;
import java.util.Objects;

/// Prints how many states a second are encoded and decoded, warm, by one thread.
public final class StateCodecSpeed {
    private static final JobState STATE =
            Objects.requireNonNull(SampleStates.all().get("running"));

    private StateCodecSpeed() {}

    /// A running task's state, as it is stored.
    public static String sample() {
        return StateCodec.encode(STATE);
    }

    public static void main(String[] args) throws Exception {
        var text = sample();
        for (var round = 0; round < 5; round++) {
            var sink = 0L;
            var start = System.nanoTime();
            for (var i = 0; i < 200_000; i++) {
                sink += StateCodec.encode(STATE).length();
            }
            var middle = System.nanoTime();
            for (var i = 0; i < 50_000; i++) {
                sink += StateCodec.decode(text).state().tasks().size();
            }
            var end = System.nanoTime();
            System.out.printf(
                    "encode %.0f states/s, decode %.0f states/s (%d bytes, %d)%n",
                    200_000 / ((middle - start) / 1e9), 50_000 / ((end - middle) / 1e9), text.length(), sink % 10);
        }
    }
}
