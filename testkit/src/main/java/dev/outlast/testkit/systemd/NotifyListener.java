package dev.outlast.testkit.systemd;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hears what a service says to `NOTIFY_SOCKET`, as systemd would: a bound datagram socket.
public final class NotifyListener implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final short POLLIN = 1;
    private static final int LARGEST = 8_192;
    private static final int PATH = 108;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final MethodHandle SOCKET = find("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = find("bind", INT, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle POLL = find("poll", INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, INT);
    private static final MethodHandle RECV =
            find("recv", ValueLayout.JAVA_LONG, INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, INT);
    private static final MethodHandle CLOSE = find("close", INT, INT);

    private final String address;
    private final int socket;
    private final List<String> heard = new ArrayList<>();

    private NotifyListener(String address, int socket) {
        this.address = address;
        this.socket = socket;
    }

    private interface Native<T> {
        T call() throws Throwable;
    }

    /// @param address a path that nothing is at, or `@name`
    public static NotifyListener at(String address) {
        return linked(() -> {
            var socket = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
            try (var arena = Arena.ofConfined()) {
                var name = address.getBytes(StandardCharsets.UTF_8);
                if (name[0] == '@') {
                    name[0] = 0;
                }
                var bound = arena.allocate(2 + PATH, 2);
                bound.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
                MemorySegment.copy(name, 0, bound, ValueLayout.JAVA_BYTE, 2, name.length);
                if (socket < 0 || (int) BIND.invokeExact(socket, bound, 2 + name.length) != 0) {
                    throw new IllegalStateException("cannot listen at " + address);
                }
                return new NotifyListener(address, socket);
            }
        });
    }

    /// For the environment of the service.
    public String address() {
        return address;
    }

    /// The next message; empty when none comes in time.
    public synchronized Optional<String> next(Duration patience) {
        return linked(() -> {
            try (var arena = Arena.ofConfined()) {
                var wanted = arena.allocate(8, 4);
                wanted.set(INT, 0, socket);
                wanted.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
                if ((int) POLL.invokeExact(wanted, 1L, (int) patience.toMillis()) != 1) {
                    return Optional.<String>empty();
                }
                var body = arena.allocate(LARGEST);
                var length = (long) RECV.invokeExact(socket, body, (long) LARGEST, 0);
                var text = new String(
                        body.asSlice(0, Math.max(0, length)).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
                heard.add(text);
                return Optional.of(text);
            }
        });
    }

    /// Reads until a message has such a line, or none comes in time.
    public boolean hears(String line, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            var message = next(left);
            if (message.isEmpty()) {
                return false;
            }
            if (message.get().lines().anyMatch(line::equals)) {
                return true;
            }
        }
    }

    /// All messages so far.
    public synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        linked(() -> (int) CLOSE.invokeExact(socket));
    }

    private static <T> T linked(Native<T> call) {
        try {
            return call.call();
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle find(String name, ValueLayout result, ValueLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
    }
}
