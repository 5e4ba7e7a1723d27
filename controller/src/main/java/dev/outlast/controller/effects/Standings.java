package dev.outlast.controller.effects;

import dev.outlast.controller.engine.Jobs;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.recovery.OrphanWatch.Standing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// How the leader's records stand to a thing that a launcher listed. Asked after the listing: whatever was made by then
/// was committed before.
final class Standings {
    private final Jobs jobs;
    private final Store store;
    private final Predicate<Token> inFlight;

    Standings(Jobs jobs, Store store, Predicate<Token> inFlight) {
        this.jobs = jobs;
        this.store = store;
        this.inFlight = inFlight;
    }

    /// Of this leader's incarnation.
    ///
    /// @return empty when it carries numbers that this store never gave
    Optional<Standing> ofOurs(Token token) {
        if (inFlight.test(token)) {
            return Optional.of(Standing.IN_FLIGHT);
        }
        var live = jobs.find(token.job());
        if (live.isPresent() && answersFor(live.get(), token)) {
            return Optional.of(Standing.ANSWERED_FOR);
        }
        try {
            var row = store.job(token.job());
            if (row.isEmpty()) {
                return store.leader().lastJobId() < token.job().value()
                        ? Optional.empty()
                        : Optional.of(Standing.UNKNOWN);
            }
            if (row.get().live() && live.isEmpty()) {
                // It came since, or is not taken up yet.
                return Optional.of(Standing.ANSWERED_FOR);
            }
            return ofAttempts(store.attempts(token.job()), token);
        } catch (StoreException away) {
            return Optional.of(Standing.UNREADABLE);
        }
    }

    private static Optional<Standing> ofAttempts(List<AttemptRow> rows, Token token) {
        var numbers = rows.stream()
                .filter(row -> row.task() == token.task())
                .map(AttemptRow::attempt)
                .toList();
        if (numbers.contains(token.attempt())) {
            return Optional.of(Standing.ENDED);
        }
        return numbers.stream().allMatch(number -> number < token.attempt())
                ? Optional.empty()
                : Optional.of(Standing.UNKNOWN);
    }

    /// Of an earlier incarnation: what was adopted is known by its handle.
    ///
    /// @param adopted handles of all live jobs
    Standing ofEarlier(OwnedResource resource, Set<ClusterHandle> adopted) {
        return adopted.contains(resource.handle()) || isParked(resource.token().job())
                ? Standing.ANSWERED_FOR
                : Standing.UNKNOWN;
    }

    Set<ClusterHandle> handles() {
        return FirstLooks.handles(jobs.all());
    }

    private boolean isParked(JobId job) {
        return jobs.find(job).filter(LiveJob::isParked).isPresent();
    }

    /// A parked job's clusters are left alone, whatever they are.
    private static boolean answersFor(LiveJob job, Token token) {
        if (job.isParked()) {
            return true;
        }
        if (token.task() >= job.state().tasks().size()) {
            return false;
        }
        var task = job.state().task(token.task());
        return attempt(task) == token.attempt()
                || task.leftovers().stream().anyMatch(leftover -> leftover.attempt() == token.attempt());
    }

    /// 0 when it has none.
    private static int attempt(TaskState task) {
        return switch (task.phase()) {
            case Phase.Launching s -> s.attempt();
            case Phase.Releasing s -> s.attempt();
            case Phase.Activating _, Phase.Preparing _, Phase.Running _, Phase.Judging _, Phase.Draining _ ->
                Observer.live(task.phase()).map(live -> live.number()).orElse(0);
            case Phase.Blocked _, Phase.Queued _, Phase.Placing _, Phase.Backoff _, Phase.Ended _ -> 0;
        };
    }
}
