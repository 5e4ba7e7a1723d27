package dev.outlast.logs.pump;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LogAccess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A node whose rank 0 prints what a test says. It frees what it was told is kept.
final class ScriptedNode implements LogAccess {
    static final ClusterHandle HANDLE = new ClusterHandle("scripted", 1, "");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    long freedBefore;
    int reads;
    boolean lost;

    void print(String text) {
        printed.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] printed() {
        return printed.toByteArray();
    }

    private static LauncherException failure(Fault fault, String message) {
        return new LauncherException(fault, LauncherException.Certainty.CERTAINLY_NOT_DONE, message);
    }

    @Override
    public byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException {
        reads++;
        if (lost) {
            throw failure(Fault.NODE_LOST, "scripted");
        }
        if (offset < freedBefore) {
            throw failure(Fault.INTERNAL, "asked again for " + offset + " before " + freedBefore);
        }
        var all = printed();
        var from = (int) Math.min(offset, all.length);
        return Arrays.copyOfRange(all, from, Math.min(all.length, from + maxBytes));
    }

    @Override
    public long firstKept(ClusterHandle handle, int rank) {
        return freedBefore;
    }

    @Override
    public void logKept(ClusterHandle handle, int rank, long offset) {
        freedBefore = offset;
    }
}
