package dev.outlast.provider.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// posix_spawn(3) and waitpid(2). Java's own way to start a program runs two more before it: a helper that closes
/// files, and then `setsid`, which Java cannot ask for. For a short job these cost more than all else that the
/// launcher does.
///
/// Only where the C library has what is needed (glibc 2.34 or later); elsewhere [#AVAILABLE] is empty.
final class Spawn {
    static final Optional<Spawn> AVAILABLE = find();

    /// More than any C library needs for these structures.
    private static final long STRUCTURE_BYTES = 1_024;

    private static final int FIRST_FILE_TO_CLOSE = 3;
    private static final short DEFAULT_SIGNALS = 0x04;
    private static final short EMPTY_MASK = 0x08;
    private static final short NEW_SESSION = 0x80;
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0x40;
    private static final int O_APPEND = 0x400;
    private static final int OWNER_ONLY = 0600;
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;

    private final MethodHandle spawn;
    private final MethodHandle waitFor;
    private final MethodHandle actionsInit;
    private final MethodHandle actionsDestroy;
    private final MethodHandle addOpen;
    private final MethodHandle addChdir;
    private final MethodHandle addCloseFrom;
    private final MemorySegment attributes;
    private final MemorySegment nowhere;

    private Spawn(Linker linker) {
        var i = ValueLayout.JAVA_INT;
        var p = ValueLayout.ADDRESS;
        spawn = of(linker, "posix_spawnp", p, p, p, p, p, p);
        waitFor = of(linker, "waitpid", i, p, i);
        actionsInit = of(linker, "posix_spawn_file_actions_init", p);
        actionsDestroy = of(linker, "posix_spawn_file_actions_destroy", p);
        addOpen = of(linker, "posix_spawn_file_actions_addopen", p, i, p, i, i);
        addChdir = of(linker, "posix_spawn_file_actions_addchdir_np", p, p);
        addCloseFrom = of(linker, "posix_spawn_file_actions_addclosefrom_np", p, i);
        attributes = attributes(linker);
        nowhere = Arena.global().allocateFrom("/dev/null");
    }

    /// The same for all that is started: a new session, no signal blocked or ignored.
    private static MemorySegment attributes(Linker linker) {
        var i = ValueLayout.JAVA_INT;
        var p = ValueLayout.ADDRESS;
        var attributes = Arena.global().allocate(STRUCTURE_BYTES, 16);
        var signals = Arena.global().allocate(STRUCTURE_BYTES, 16);
        try {
            check((int) of(linker, "posix_spawnattr_init", p).invokeExact(attributes));
            check((int) of(linker, "sigemptyset", p).invokeExact(signals));
            check((int) of(linker, "posix_spawnattr_setsigmask", p, p).invokeExact(attributes, signals));
            check((int) of(linker, "sigfillset", p).invokeExact(signals));
            check((int) of(linker, "sigdelset", p, i).invokeExact(signals, SIGKILL));
            check((int) of(linker, "sigdelset", p, i).invokeExact(signals, SIGSTOP));
            check((int) of(linker, "posix_spawnattr_setsigdefault", p, p).invokeExact(attributes, signals));
            var flags = (short) (DEFAULT_SIGNALS | EMPTY_MASK | NEW_SESSION);
            check((int) of(linker, "posix_spawnattr_setflags", p, ValueLayout.JAVA_SHORT)
                    .invokeExact(attributes, flags));
            return attributes;
        } catch (Throwable anotherLibrary) {
            throw new IllegalStateException("the C library refuses the attributes", anotherLibrary);
        }
    }

    private static Optional<Spawn> find() {
        try {
            return Optional.of(new Spawn(Linker.nativeLinker()));
        } catch (IllegalStateException | UnsupportedOperationException anotherLibrary) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle of(Linker linker, String name, MemoryLayout... arguments) {
        var address = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
        return linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    /// A program to start: in a session of its own, with no file of ours, signals as after login, input and output
    /// from and to nowhere.
    ///
    /// @param error what it says to standard error is appended there
    record Command(List<String> argv, Path directory, Map<String, String> environment, Path error) {}

    /// @return the child's pid; [#reap] must be called once it has ended
    /// @throws IOException the directory or the program is not there, or the machine has no room for a process
    int start(Command command) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var actions = arena.allocate(STRUCTURE_BYTES, 16);
            check((int) actionsInit.invokeExact(actions));
            try {
                return start(command, arena, actions);
            } finally {
                check((int) actionsDestroy.invokeExact(actions));
            }
        } catch (IOException | RuntimeException failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("the C library cannot be called", impossible);
        }
    }

    private int start(Command command, Arena arena, MemorySegment actions) throws Throwable {
        var directory = arena.allocateFrom(command.directory().toString());
        var error = arena.allocateFrom(command.error().toString());
        check((int) addChdir.invokeExact(actions, directory));
        check((int) addOpen.invokeExact(actions, 0, nowhere, O_RDONLY, 0));
        check((int) addOpen.invokeExact(actions, 1, nowhere, O_WRONLY, 0));
        check((int) addOpen.invokeExact(actions, 2, error, O_WRONLY | O_CREAT | O_APPEND, OWNER_ONLY));
        check((int) addCloseFrom.invokeExact(actions, FIRST_FILE_TO_CLOSE));
        var pid = arena.allocate(ValueLayout.JAVA_INT);
        var argv = strings(arena, command.argv().stream());
        var environment = strings(
                arena, command.environment().entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()));
        var program = argv.get(ValueLayout.ADDRESS, 0);
        check((int) spawn.invokeExact(pid, program, actions, attributes, argv, environment));
        return pid.get(ValueLayout.JAVA_INT, 0);
    }

    /// An array of C strings with a null behind the last.
    private static MemorySegment strings(Arena arena, Stream<String> texts) {
        var pointers = texts.map(arena::allocateFrom).toList();
        var array = arena.allocate(ValueLayout.ADDRESS, pointers.size() + 1L);
        for (var i = 0; i < pointers.size(); i++) {
            array.setAtIndex(ValueLayout.ADDRESS, i, pointers.get(i));
        }
        array.setAtIndex(ValueLayout.ADDRESS, pointers.size(), MemorySegment.NULL);
        return array;
    }

    /// Takes what a child left behind, once it has ended; until then its pid is nobody else's.
    ///
    /// @return its exit code, 128 and the signal when one ended it, −1 when it is no child of ours
    int reap(int pid) {
        try (var arena = Arena.ofConfined()) {
            var status = arena.allocate(ValueLayout.JAVA_INT);
            if ((int) waitFor.invokeExact(pid, status, 0) != pid) {
                return -1;
            }
            var word = status.get(ValueLayout.JAVA_INT, 0);
            var signal = word & 0x7f;
            return signal == 0 ? (word >> 8) & 0xff : 128 + signal;
        } catch (Throwable impossible) {
            throw new IllegalStateException("waitpid(2) cannot be called", impossible);
        }
    }

    private static void check(int error) throws IOException {
        if (error != 0) {
            throw new IOException("a process could not be started: error " + error + " of the operating system"
                    + Arrays.stream(KnownError.values())
                            .filter(known -> known.number == error)
                            .findFirst()
                            .map(known -> ", " + known.meaning)
                            .orElse(""));
        }
    }

    private enum KnownError {
        NO_SUCH_FILE(2, "no such file or directory"),
        NO_PROCESS(11, "no room for one more process"),
        NO_MEMORY(12, "out of memory"),
        NOT_ALLOWED(13, "permission denied"),
        NO_FILES(24, "too many open files");

        private final int number;
        private final String meaning;

        KnownError(int number, String meaning) {
            this.number = number;
            this.meaning = meaning;
        }
    }
}
