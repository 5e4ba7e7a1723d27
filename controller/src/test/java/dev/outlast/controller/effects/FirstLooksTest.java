package dev.outlast.controller.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Leftover;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.cluster.ClusterHandle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What waits for a look, and until when.
class FirstLooksTest {
    private static final ClusterHandle INHERITED = new ClusterHandle("local", 1, "inherited");
    private static final ClusterHandle OWN = new ClusterHandle("local", 1, "own");

    private final FirstLooks looks = new FirstLooks();
    private final List<String> done = new ArrayList<>();

    @Test
    void anInheritedClusterIsReleasedOnceItWasSeen() {
        looks.inherit(List.of(jobWith(INHERITED)));

        assertThat(looks.hold(release(INHERITED), () -> done.add("released"))).contains(INHERITED);
        assertThat(done).isEmpty();
        looks.seen(INHERITED);
        assertThat(done).containsExactly("released");
        looks.seen(INHERITED);
        looks.over();
        assertThat(done).hasSize(1);
        assertThat(looks.hold(release(INHERITED), () -> done.add("again"))).isEmpty();
    }

    @Test
    void whatThisLeaderMadeWaitsForNothing() {
        looks.inherit(List.of(jobWith(INHERITED)));

        assertThat(looks.hold(release(OWN), () -> done.add("released"))).isEmpty();
        assertThat(looks.hold(drain(INHERITED), () -> done.add("drained"))).isEmpty();
    }

    @Test
    void whatCannotBeSeenIsReleasedInTheEnd() {
        looks.inherit(List.of(jobWith(INHERITED)));
        looks.hold(release(INHERITED), () -> done.add("released"));

        looks.over();

        assertThat(done).containsExactly("released");
        assertThat(looks.hold(release(INHERITED), () -> done.add("again"))).isEmpty();
    }

    private static LiveJob jobWith(ClusterHandle handle) {
        var job = ActivationMakerTest.order(ActivationMakerTest.compiled("run: x\n", Map.of()))
                .job();
        var leftover = new Leftover(1, "local", new Held.ByHandle(handle), 0, Instant.EPOCH);
        var task = job.state().task(0);
        var state = new JobState(List.of(new TaskState(task.ledger(), task.phase(), List.of(leftover))), "");
        return new LiveJob(job.facts(), "hash", job.taskIds(), 0, 1, 0, state, "", "");
    }

    private static EffectOrder release(ClusterHandle handle) {
        return order(new Effect.Release(0, 1, 0, "local", new Held.ByHandle(handle)));
    }

    private static EffectOrder drain(ClusterHandle handle) {
        return order(new Effect.Drain(0, 1, 0, handle));
    }

    private static EffectOrder order(Effect effect) {
        var like = ActivationMakerTest.order(ActivationMakerTest.compiled("run: x\n", Map.of()));
        return new EffectOrder(like.job(), effect, like.token(), 1);
    }
}
