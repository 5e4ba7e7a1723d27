package dev.outlast.controller.systemd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// A datagram socket to a local address, for Java has only streams there. Numbers are Linux's, the same on x86-64 and
/// on aarch64.
final class NotifySocket {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x8_0000;
    private static final int MSG_NOSIGNAL = 0x4000;
    /// `sun_path`; a name that fills it needs no NUL at its end.
    private static final int LONGEST = 108;
    private static final int FAMILY = Short.BYTES;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SOCKET =
            find("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SENDTO = find(
            "sendto",
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = find("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private final byte[] name;

    private NotifySocket(byte[] name) {
        this.name = name;
    }

    /// @param address a path, or `@name` for one in the abstract namespace
    /// @throws IllegalArgumentException when it is neither
    static NotifySocket at(String address) {
        var name = address.getBytes(StandardCharsets.UTF_8);
        if (name.length < 2 || name.length > LONGEST || (name[0] != '/' && name[0] != '@')) {
            throw new IllegalArgumentException(
                    "'" + address + "' is no address of a local socket: an absolute path, or @ and a name, of at most "
                            + LONGEST + " bytes");
        }
        if (name[0] == '@') {
            name[0] = 0;
        }
        return new NotifySocket(name);
    }

    /// One datagram, whole or not at all; waits while the listener's queue is full.
    void send(String message) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var address = arena.allocate(FAMILY + LONGEST);
            address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, FAMILY, name.length);
            var bytes = message.getBytes(StandardCharsets.UTF_8);
            var body = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            var socket = (int) SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (socket < 0) {
                throw new IOException("no socket: errno " + errno(state));
            }
            try {
                var sent = (long) SENDTO.invokeExact(
                        state, socket, body, (long) bytes.length, MSG_NOSIGNAL, address, FAMILY + name.length);
                if (sent != bytes.length) {
                    throw new IOException("nobody takes it: errno " + errno(state));
                }
            } finally {
                var _ = (int) CLOSE.invokeExact(state, socket);
            }
        } catch (IOException | RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("socket(2) cannot be called", impossible);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle find(String name, ValueLayout result, ValueLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }
}
