package dev.outlast.controller.sim;

import dev.outlast.controller.engine.Decider;
import dev.outlast.controller.engine.Hands;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.CheckpointStore;
import dev.outlast.core.spi.Store;
import dev.outlast.testkit.sim.SimCloud;
import dev.outlast.testkit.sim.VirtualTime;
import dev.outlast.testkit.sim.Work;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Where a bug can be planted. The default plants none.
public interface Plant {
    Plant NONE = new Plant() {};

    /// @param hands for a decider that does not wait for the commit
    default Decider decider(Hands hands, Tokens tokens) {
        return Lifecycle::decide;
    }

    /// @param store the primary, behind the faults of one controller's line to it
    default Store store(Store store) {
        return store;
    }

    default CheckpointStore checkpoints(CheckpointStore bucket) {
        return bucket;
    }

    default SimCloud cloud(VirtualTime time, Function<Activation, Work> program) {
        return new SimCloud(time, program);
    }

    /// Whether the epoch is read again before an activation.
    default boolean rereadsEpoch() {
        return true;
    }

    /// Whether a new leader looks at a cluster it inherited before it releases it.
    default boolean looksFirst() {
        return true;
    }

    /// Whether a session whose answer was lost is ended before the leader row is believed.
    default boolean endsDoubtfulSession() {
        return true;
    }

    /// Whether a leader that cannot renew stops its effects.
    default boolean stopsAtTheDeadline() {
        return true;
    }

    /// Whether others' leases are judged by the wall clock.
    default boolean judgesLeasesByWallClock() {
        return false;
    }

    /// After which a launch was lost; two looks of the janitor are to be twice as far apart.
    default Duration launchDeadline() {
        return SimHands.LAUNCH_DEADLINE;
    }

    /// What the janitor is shown.
    default List<OwnedResource> owned(List<OwnedResource> owned) {
        return owned;
    }

    /// What a client's submit becomes on its way into the mailbox.
    default Input.Submit submit(Input.Submit asked, Store store) {
        return asked;
    }

    /// What orders for effects are made with.
    interface Tokens {
        Token of(long job, int task, int attempt);

        long epoch();
    }
}
