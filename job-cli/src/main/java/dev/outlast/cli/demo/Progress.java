package dev.outlast.cli.demo;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one line of the training's log says: `step 120/600 loss 2.4312`.
///
/// @param loss as it was printed
record Progress(int step, int steps, String loss) {
    private static final Pattern LINE = Pattern.compile("step (\\d{1,9})/(\\d{1,9}) loss (\\d+\\.\\d+)");
    private static final int WIDTH = 30;

    Progress {
        Objects.requireNonNull(loss);
    }

    static Optional<Progress> of(String line) {
        var found = LINE.matcher(line.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        var progress = new Progress(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), found.group(3));
        return progress.steps > 0 && progress.step <= progress.steps ? Optional.of(progress) : Optional.empty();
    }

    int percent() {
        return (int) (100L * step / steps);
    }

    /// `[##########--------------------] 200/600  loss 2.4312`.
    String bar() {
        var full = (int) ((long) WIDTH * step / steps);
        return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "] " + step + "/" + steps + "  loss " + loss;
    }
}
