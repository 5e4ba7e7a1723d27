package dev.outlast.testkit.launcher;

import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Makes one call in a [CallMode].
final class Calls {
    /// A call of a launcher.
    interface Call<T> {
        T make() throws LauncherException;
    }

    /// The answer of a call that has none.
    static final Object DONE = new Object();

    private final CallMode mode;
    private final Set<String> lost = new HashSet<>();

    Calls(CallMode mode) {
        this.mode = mode;
    }

    /// @param name the same for a call and its repetition, so that only every other answer is lost
    <T> T make(String name, Call<T> call) throws LauncherException {
        return switch (mode) {
            case NORMAL -> call.make();
            case ANSWER_LOST -> loseFirstAnswer(name, call);
            case TWICE_AT_ONCE -> twiceAtOnce(name, call);
        };
    }

    private <T> T loseFirstAnswer(String name, Call<T> call) throws LauncherException {
        if (!lose(name)) {
            return call.make();
        }
        try {
            call.make();
        } catch (LauncherException refused) {
            // A refusal is an answer too, and it is lost as well.
            throw new LauncherException(
                    Fault.PROVIDER, Certainty.UNKNOWN, "the answer of " + name + " was lost", refused);
        }
        throw new LauncherException(Fault.PROVIDER, Certainty.UNKNOWN, "the answer of " + name + " was lost");
    }

    private synchronized boolean lose(String name) {
        if (lost.remove(name)) {
            return false;
        }
        return lost.add(name);
    }

    private static <T> T twiceAtOnce(String name, Call<T> call) throws LauncherException {
        var barrier = new CyclicBarrier(2);
        var twins = new ArrayList<FutureTask<T>>();
        for (var twin = 0; twin < 2; twin++) {
            var task = new FutureTask<T>(() -> {
                barrier.await();
                return call.make();
            });
            Thread.ofPlatform().daemon().name("twin-" + twin + "-" + name).start(task);
            twins.add(task);
        }
        var refusals = new ArrayList<LauncherException>();
        var answers = new ArrayList<T>();
        for (var twin : twins) {
            try {
                answers.add(twin.get());
            } catch (ExecutionException failed) {
                refusals.add(refusal(name, failed));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(name + " was interrupted", interrupted);
            }
        }
        return agreed(name, answers, refusals);
    }

    private static LauncherException refusal(String name, ExecutionException failed) {
        if (failed.getCause() instanceof LauncherException refused) {
            return refused;
        }
        throw new AssertionError(name + " called twice at once failed", failed);
    }

    private static <T> T agreed(String name, List<T> answers, List<LauncherException> refusals)
            throws LauncherException {
        if (answers.isEmpty()) {
            throw refusals.getFirst();
        }
        for (var refusal : refusals) {
            if (refusal.certainty() == Certainty.CERTAINLY_NOT_DONE) {
                throw new AssertionError(name + ": one of two said done, the other said certainly not done", refusal);
            }
        }
        return answers.getFirst();
    }
}
