package dev.outlast.provider.local;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// kill(2). Java itself knows only TERM and KILL, and a process that is to be ended with all it started must stand
/// still while those are looked for. A command would do, but costs more than all the rest of a release.
final class Signals {
    private static final int STOP = 19;
    private static final MethodHandle KILL = find();

    private Signals() {}

    @SuppressWarnings("restricted")
    private static MethodHandle find() {
        var linker = Linker.nativeLinker();
        var address = linker.defaultLookup().find("kill").orElseThrow();
        return linker.downcallHandle(
                address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    /// Stops a process until it is killed or continued.
    ///
    /// @return false when there is no such process, or it is not ours
    static boolean stop(ProcessHandle process) {
        try {
            return (int) KILL.invokeExact((int) process.pid(), STOP) == 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("kill(2) cannot be called", impossible);
        }
    }
}
