package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.JobId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Two lanes. Commands are bounded: a full lane refuses. Reports are never dropped; of observations only the newest
/// per attempt waits, and the one that said how it ended, so their number is bounded by the number of live
/// attempts.
public final class Mailbox {
    private record ObservedKey(JobId job, int task, int attempt) {}

    /// @param ended an older one that says how every rank ended, at most one; nothing may replace it
    private record Waiting(List<Input> ended, Input.OfJob newest) {
        Waiting replacedBy(Input.OfJob newer) {
            // Proof of the end stands: a look that sees nothing later takes nothing back.
            if (newest.event() instanceof JobEvent.Report.Observed seen
                    && seen.observation() instanceof Observation.Gone) {
                return this;
            }
            return new Waiting(ended.isEmpty() && saysTheEnd(newest) ? List.of(newest) : ended, newer);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Input> reports = new ArrayDeque<>();
    private final LinkedHashMap<ObservedKey, Waiting> observations = new LinkedHashMap<>();
    private final ArrayDeque<Input.Command> commands = new ArrayDeque<>();
    private final int commandLimit;
    private boolean closed;
    private boolean nudged;

    /// @param commandLimit commands that may wait, at least 1
    public Mailbox(int commandLimit) {
        this.commandLimit = commandLimit;
    }

    /// Whether the command was taken; if not, it was certainly not done.
    public boolean offer(Input.Command command) {
        lock.lock();
        try {
            if (closed || commands.size() >= commandLimit) {
                return false;
            }
            commands.add(command);
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    public void report(JobId job, JobEvent event) {
        lock.lock();
        try {
            if (event instanceof JobEvent.Report.Observed seen) {
                var key = new ObservedKey(job, seen.task(), seen.attempt());
                var input = new Input.OfJob(job, event);
                observations.merge(key, new Waiting(List.of(), input), (waiting, _) -> waiting.replacedBy(input));
            } else {
                reports.add(new Input.OfJob(job, event));
            }
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    public void sweep() {
        lock.lock();
        try {
            reports.add(new Input.Sweep());
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Lets the taker go round once, with nothing if there is nothing: whoever watches it sees that it lives.
    public void nudge() {
        lock.lock();
        try {
            nudged = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Up to `limit` inputs, reports before commands but with room kept for both; waits up to `nanos` for the
    /// first.
    public List<Input> take(int limit, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = nanos;
            while (isEmpty() && left > 0 && !closed && !nudged) {
                left = filled.awaitNanos(left);
            }
            nudged = false;
            return drain(limit);
        } finally {
            lock.unlock();
        }
    }

    /// Like [#take] without waiting.
    public List<Input> poll(int limit) {
        lock.lock();
        try {
            return drain(limit);
        } finally {
            lock.unlock();
        }
    }

    /// Wakes the taker; commands are refused from now on.
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public int waitingCommands() {
        lock.lock();
        try {
            return commands.size();
        } finally {
            lock.unlock();
        }
    }

    /// A cluster that vanishes after all its ranks ended must not hide that they did.
    private static boolean saysTheEnd(Input.OfJob input) {
        if (!(input.event() instanceof JobEvent.Report.Observed seen)) {
            return false;
        }
        return switch (seen.observation()) {
            case Observation.Up up -> allEnded(up.ranks());
            case Observation.Noticed noticed -> allEnded(noticed.ranks());
            case Observation.Gone _, Observation.Unknown _ -> false;
        };
    }

    private static boolean allEnded(List<RankReport> ranks) {
        return ranks.stream().allMatch(r -> r.phase() instanceof RankReport.Phase.Exited);
    }

    private boolean isEmpty() {
        return reports.isEmpty() && observations.isEmpty() && commands.isEmpty();
    }

    private List<Input> drain(int limit) {
        var taken = new ArrayList<Input>(Math.min(limit, reports.size() + observations.size() + commands.size()));
        var half = Math.max(1, limit / 2);
        while (taken.size() < half && !commands.isEmpty()) {
            taken.add(commands.poll());
        }
        while (taken.size() < limit && !reports.isEmpty()) {
            taken.add(reports.poll());
        }
        var oldest = observations.entrySet().iterator();
        while (taken.size() < limit && oldest.hasNext()) {
            var waiting = oldest.next().getValue();
            taken.addAll(waiting.ended());
            taken.add(waiting.newest());
            oldest.remove();
        }
        while (taken.size() < limit && !commands.isEmpty()) {
            taken.add(commands.poll());
        }
        return taken;
    }
}
