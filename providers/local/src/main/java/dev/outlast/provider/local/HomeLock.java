package dev.outlast.provider.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// One writer at a time to a launcher's home, among all processes and all launchers of one process. The locked file
/// names the last writer: whoever finds another name there has something to read anew.
///
/// An effect that is given up is interrupted, and an interrupt closes the channel that it meets, with it the lock of
/// whoever holds it. So nothing here can be interrupted: the file is read and written without its channel, and that is
/// only ever asked whether the lock can be had now.
final class HomeLock implements AutoCloseable {
    /// A file lock belongs to the whole process, so the launchers of one process share a lock in memory first.
    private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

    private static final long PAUSE_NANOS = 500_000;

    private final ReentrantLock inProcess;
    private final RandomAccessFile file;
    private final byte[] me;

    /// @param me a name that no other launcher has
    HomeLock(Path path, String me) throws IOException {
        this.inProcess = IN_PROCESS.computeIfAbsent(path.toAbsolutePath().normalize(), _ -> new ReentrantLock());
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.me = me.getBytes(StandardCharsets.UTF_8);
    }

    /// Held until closed.
    final class Held implements AutoCloseable {
        private final FileLock lock;
        private final boolean wroteLast;

        private Held() throws IOException {
            lock = locked();
            wroteLast = isLastWriter();
        }

        /// From now on this launcher is the last writer. Before anything is written, and after everything was read: who
        /// finds our name there without the lock takes what this launcher knows for what there is.
        void sign() throws IOException {
            if (!wroteLast) {
                synchronized (file) {
                    file.setLength(0);
                    file.seek(0);
                    file.write(me);
                }
            }
        }

        /// Whether nobody else has held it since this launcher did.
        boolean wroteLast() {
            return wroteLast;
        }

        @Override
        public void close() throws IOException {
            try {
                lock.release();
            } finally {
                inProcess.unlock();
            }
        }
    }

    /// Waits for other processes; each of them holds it for well below a millisecond.
    private FileLock locked() throws IOException {
        var interrupted = false;
        try {
            while (true) {
                var lock = file.getChannel().tryLock();
                if (lock != null) {
                    return lock;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Held hold() throws IOException {
        inProcess.lock();
        try {
            return new Held();
        } catch (IOException | RuntimeException failed) {
            inProcess.unlock();
            throw failed;
        }
    }

    /// Whether no other launcher has written since this one read it all. Needs no lock.
    boolean isLastWriter() throws IOException {
        var name = new byte[me.length + 1];
        synchronized (file) {
            file.seek(0);
            return file.read(name) == me.length && Arrays.equals(me, 0, me.length, name, 0, me.length);
        }
    }

    @Override
    public void close() throws IOException {
        // Closing one channel drops the process's lock on the file, even one that another launcher holds.
        inProcess.lock();
        try {
            file.close();
        } finally {
            inProcess.unlock();
        }
    }
}
