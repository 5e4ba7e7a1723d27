package dev.outlast.cli.verb;

import dev.outlast.cli.Session;
import java.util.List;

/// Tells whoever ends a waiting command by Ctrl-C that the job goes on without it. The exit code, 130, is the
/// JVM's.
final class FarewellHook implements AutoCloseable {
    private final Thread hook;

    private FarewellHook(Thread hook) {
        this.hook = hook;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static FarewellHook of(Session session, String verb, List<String> ids) {
        var jobs = String.join(" ", ids);
        var text = "\nJob " + jobs + " goes on. Return with `outlast " + verb + " " + jobs
                + "`; end it with `outlast cancel " + jobs + "`.";
        return new FarewellHook(Thread.ofPlatform().unstarted(() -> {
            session.err().println(text);
            session.err().flush();
        }));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It is being said right now.
        }
    }
}
