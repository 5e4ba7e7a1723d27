package dev.outlast.cli;

/// Says something when the user presses Ctrl-C in the middle of a wait, and leaves the terminal as it was.
public final class Interrupt implements AutoCloseable {
    private final Thread hook;

    private Interrupt(Thread hook) {
        this.hook = hook;
    }

    public static Interrupt saying(Shell shell, String message) {
        var hook = Thread.ofPlatform().name("interrupt").unstarted(() -> {
            shell.out().flush();
            if (shell.colours()) {
                // Colours off, cursor shown.
                shell.out().print("\u001b[0m\u001b[?25h");
                shell.out().flush();
            }
            shell.err().println();
            shell.err().println(message);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interrupt(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // Too late: it speaks.
        }
    }
}
