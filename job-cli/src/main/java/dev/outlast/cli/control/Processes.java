package dev.outlast.cli.control;

import java.time.Instant;
import java.util.Optional;

/// The processes of this machine.
interface Processes {
    /// When it began; empty when there is no such process, or when it has ended and only waits to be collected.
    Optional<Instant> started(long pid);

    /// Asks it to end (SIGTERM).
    void end(long pid);
}
