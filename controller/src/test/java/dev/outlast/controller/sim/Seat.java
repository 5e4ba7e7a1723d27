package dev.outlast.controller.sim;

import dev.outlast.core.spi.Store;
import java.time.Duration;
import java.time.Instant;

/// What a controller that leads stands on: its process with its clocks, its lease, and its line to the store.
interface Seat {
    Store store();

    /// Whether the lease stands, as its holder believes.
    boolean stands();

    /// Timers of this process: they do not go off while it is frozen, nor after its end.
    void after(Duration delay, Runnable task);

    /// A thread of this process waits.
    ///
    /// @throws Crash when it is killed meanwhile
    void pass(Duration time);

    long nanos();

    Instant wall();

    /// Before and after the last look at the epoch that an activation waits for: the process may be frozen here.
    void beforeCall();

    /// Whether an effect may begin now, as far as the truth goes: nobody else can have been elected.
    boolean mayAct();

    /// Whether this process looks for orphans.
    boolean cleans();

    /// The controller that sat here has ended.
    void left(String why, boolean forGood);
}
