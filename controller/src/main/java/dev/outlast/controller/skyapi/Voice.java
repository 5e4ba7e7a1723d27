package dev.outlast.controller.skyapi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a stream for a client: texts of ours, control lines, and the output of jobs, in which nothing may look like
/// a control line. The client finds those anywhere in a line, so a mark without width is put behind the `<`.
final class Voice {
    private static final byte[] TRAP = "<sky-payload".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_WIDTH = "\u200b".getBytes(StandardCharsets.UTF_8);

    private final OutputStream out;
    private final boolean controls;
    private int matched;
    private boolean midLine;

    /// @param controls whether control lines are wanted
    Voice(OutputStream out, boolean controls) {
        this.out = out;
        this.controls = controls;
    }

    /// A text of ours, in whole lines.
    void say(String text) throws IOException {
        endLine();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void control(String line) throws IOException {
        if (controls && !midLine && matched == 0) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /// What a job printed. The beginning of a trap is held back until it is known to be one or not.
    void job(byte[] text) throws IOException {
        for (byte b : text) {
            if (b == TRAP[matched]) {
                matched++;
                if (matched == TRAP.length) {
                    out.write('<');
                    out.write(NO_WIDTH);
                    out.write(TRAP, 1, TRAP.length - 1);
                    matched = 0;
                }
            } else {
                release();
                if (b == TRAP[0]) {
                    matched = 1;
                } else {
                    out.write(b);
                }
            }
            midLine = b != '\n';
        }
    }

    void flush() throws IOException {
        out.flush();
    }

    /// The client drops a last line without an end.
    void endLine() throws IOException {
        release();
        if (midLine) {
            out.write('\n');
            midLine = false;
        }
    }

    private void release() throws IOException {
        out.write(TRAP, 0, matched);
        matched = 0;
    }
}
