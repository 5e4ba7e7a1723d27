package dev.outlast.controller.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The engine's thread: takes inputs, steps, and waits for the next alarm or input.
public final class EngineLoop {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Engine engine;
    private final Mailbox mailbox;
    private final int batch;
    private final Consumer<Throwable> ended;
    private final Thread thread;
    private final AtomicLong rounds = new AtomicLong();
    private volatile boolean stopping;

    /// @param ended told why the loop ended; it is not told of an orderly stop
    public EngineLoop(Engine engine, Mailbox mailbox, int batch, Consumer<Throwable> ended) {
        this.engine = engine;
        this.mailbox = mailbox;
        this.batch = batch;
        this.ended = ended;
        this.thread = Thread.ofPlatform().name("engine").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// How often it went round; [Mailbox#nudge] makes it go round once more.
    public long rounds() {
        return rounds.get();
    }

    /// Finishes the batch under way and ends. What was not taken was certainly not done.
    public void stop() throws InterruptedException {
        stopping = true;
        mailbox.close();
        thread.join();
    }

    private void run() {
        try {
            while (!stopping) {
                var wait = engine.idleFor();
                var nanos = (wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT).toNanos();
                engine.step(mailbox.take(batch, nanos));
                rounds.incrementAndGet();
            }
            refuseTheRest();
        } catch (LostLeadership | InterruptedException | RuntimeException | Error failure) {
            stopping = true;
            mailbox.close();
            refuseTheRest();
            ended.accept(failure);
        }
    }

    private void refuseTheRest() {
        for (var input : mailbox.poll(Integer.MAX_VALUE)) {
            if (input instanceof Input.Command command) {
                command.reply().answer(new Reply.Answer.NotLeading());
            }
        }
    }
}
