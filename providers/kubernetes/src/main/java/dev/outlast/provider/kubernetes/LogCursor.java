package dev.outlast.provider.kubernetes;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Where in a pod's log a byte offset lies. Every line comes with its time; what was read up to is the time of the last
/// line and how many lines had just that time. Lines that begin with the control character 0x1e are the runner's own.
///
/// When what was read last is not there any more, the kubelet has rotated the log in the meantime, and whether lines
/// were lost nobody can tell: what is there follows. Who begins to read a log without its beginning is told so.
final class LogCursor {
    private static final byte CONTROL = 0x1e;
    private static final int LONGEST_SKIP = 1 << 20;

    /// Opens the log from a time on; the server rounds it down to the second.
    interface Source {
        InputStream open(String since) throws ApiFailure;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private long offset;
    private String last = "";
    private int atLast;
    private byte[] rest = new byte[0];
    private long firstKept;
    private int lost;

    long firstKept() {
        lock.lock();
        try {
            return firstKept;
        } finally {
            lock.unlock();
        }
    }

    Optional<Instant> lastOutput() {
        lock.lock();
        try {
            return last.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(last));
        } catch (DateTimeParseException foreign) {
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Looks whether the log still has its beginning, which nobody knows who has not read it from there.
    void probe(Source source) throws ApiFailure {
        lock.lock();
        try (var stream = new BufferedInputStream(source.open(""), 1 << 14)) {
            var line = line(stream, false);
            if (line.isPresent() && !isControl(text(line.get()))) {
                firstKept = 1;
            }
        } catch (IOException cutOff) {
            throw new ApiFailure("the log was cut off", cutOff);
        } finally {
            lock.unlock();
        }
    }

    boolean isFresh() {
        lock.lock();
        try {
            return last.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// @param ended whether a last line without an end is whole
    byte[] read(Source source, long from, int maxBytes, boolean ended) throws ApiFailure {
        lock.lock();
        try {
            if (from < offset) {
                rewind();
            }
            while (true) {
                var most = offset < from ? (int) Math.min(LONGEST_SKIP, from - offset) : maxBytes;
                var bytes = next(source, most, ended, from);
                if (bytes.length == 0) {
                    return bytes;
                }
                if (offset - bytes.length >= from) {
                    return cut(bytes, maxBytes);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// What is too much now is kept for the next reading.
    private byte[] cut(byte[] bytes, int most) {
        if (bytes.length <= most) {
            return bytes;
        }
        var kept = new ByteArrayOutputStream();
        kept.write(bytes, most, bytes.length - most);
        kept.writeBytes(rest);
        rest = kept.toByteArray();
        offset -= bytes.length - most;
        return Arrays.copyOf(bytes, most);
    }

    private void rewind() {
        offset = 0;
        last = "";
        atLast = 0;
        rest = new byte[0];
    }

    private byte[] next(Source source, int maxBytes, boolean ended, long wanted) throws ApiFailure {
        var out = new ByteArrayOutputStream();
        out.writeBytes(rest);
        rest = new byte[0];
        if (out.size() < maxBytes) {
            try (var stream = new BufferedInputStream(source.open(last), 1 << 14)) {
                fill(stream, out, maxBytes, ended, wanted);
            } catch (IOException cutOff) {
                // What came whole before it counts; the rest is read next time.
                if (out.size() == 0) {
                    throw new ApiFailure("the log was cut off", cutOff);
                }
            }
        }
        offset += out.size();
        return cut(out.toByteArray(), maxBytes);
    }

    private void fill(InputStream stream, ByteArrayOutputStream out, int maxBytes, boolean ended, long wanted)
            throws IOException {
        var behind = last;
        var skip = atLast;
        var first = true;
        for (var line = line(stream, ended); line.isPresent() && out.size() < maxBytes; line = line(stream, ended)) {
            var bytes = line.get();
            var blank = indexOf(bytes, (byte) ' ');
            var stamp = new String(bytes, 0, Math.max(0, blank), StandardCharsets.US_ASCII);
            var text = text(bytes);
            if (!behind.isEmpty()) {
                var order = Stamps.compare(stamp, behind);
                if (order < 0 || (order == 0 && skip > 0)) {
                    skip -= order == 0 ? 1 : 0;
                    first = false;
                    continue;
                }
            }
            var control = isControl(text);
            if (first && (behind.isEmpty() ? !control : skip > 0)) {
                lose(wanted);
            }
            first = false;
            skip = 0;
            atLast = stamp.equals(last) ? atLast + 1 : 1;
            last = stamp;
            if (!control) {
                out.writeBytes(text);
            }
        }
    }

    /// Without a cursor nobody knows which byte the first one here is: it is taken for the one that is wanted.
    private void lose(long wanted) {
        if (last.isEmpty()) {
            firstKept = 1;
            offset = Math.max(1, wanted);
        }
        lost++;
    }

    /// How often lines were gone before they were read.
    int lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    private static byte[] text(byte[] line) {
        return Arrays.copyOfRange(line, indexOf(line, (byte) ' ') + 1, line.length);
    }

    private static boolean isControl(byte[] text) {
        return text.length > 0 && text[0] == CONTROL;
    }

    /// With its end; a last one without is given only when nothing more can come.
    private static Optional<byte[]> line(InputStream stream, boolean ended) throws IOException {
        var line = new ByteArrayOutputStream(160);
        for (var next = stream.read(); next >= 0; next = stream.read()) {
            line.write(next);
            if (next == '\n') {
                return Optional.of(line.toByteArray());
            }
        }
        return ended && line.size() > 0 ? Optional.of(line.toByteArray()) : Optional.empty();
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /// Times as Kubernetes writes them: without trailing zeros of the fraction, so not ordered as text.
    private static final class Stamps {
        static int compare(String one, String other) {
            try {
                return Instant.parse(one).compareTo(Instant.parse(other));
            } catch (DateTimeParseException foreign) {
                return one.compareTo(other);
            }
        }
    }
}
