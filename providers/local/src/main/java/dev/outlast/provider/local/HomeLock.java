package dev.outlast.provider.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// One writer at a time to a launcher's home, among all processes and all launchers of one process. The locked file
/// names the last writer: whoever finds another name there has something to read anew.
final class HomeLock implements AutoCloseable {
    /// A file lock belongs to the whole process, so the launchers of one process share a lock in memory first.
    private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock inProcess;
    private final FileChannel file;
    private final byte[] me;

    /// @param me a name that no other launcher has
    HomeLock(Path path, String me) throws IOException {
        this.inProcess = IN_PROCESS.computeIfAbsent(path.toAbsolutePath().normalize(), _ -> new ReentrantLock());
        this.file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.me = me.getBytes(StandardCharsets.UTF_8);
    }

    /// Held until closed.
    final class Held implements AutoCloseable {
        private final FileLock lock;
        private final boolean wroteLast;

        private Held() throws IOException {
            lock = file.lock();
            wroteLast = isLastWriter();
        }

        /// From now on this launcher is the last writer. Before anything is written, and after everything was read: who
        /// finds our name there without the lock takes what this launcher knows for what there is.
        void sign() throws IOException {
            if (!wroteLast) {
                file.truncate(0);
                file.write(ByteBuffer.wrap(me), 0);
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
        var name = ByteBuffer.allocate(me.length + 1);
        return file.read(name, 0) == me.length && Arrays.equals(me, 0, me.length, name.array(), 0, me.length);
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
