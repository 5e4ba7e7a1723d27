package dev.outlast.controller.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// An exclusive lock on a file, held by this process until it is released or the process ends.
///
/// POSIX drops a process's locks on a file when it closes *any* descriptor of it. So this process opens a lock file
/// at most once at a time, and [#HELD], which also keeps the channel from being collected, is asked first.
final class DirectoryLock {
    private static final Map<Path, DirectoryLock> HELD = new HashMap<>();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @param file a real path: one file, one spelling
    /// @return empty when somebody else holds it
    static Optional<DirectoryLock> tryAcquire(Path file) throws IOException {
        synchronized (HELD) {
            if (HELD.containsKey(file)) {
                return Optional.empty();
            }
            var lock = held(file, open(file));
            var locked = false;
            try {
                locked = lock.channel.tryLock() != null;
            } finally {
                if (!locked) {
                    lock.release();
                }
            }
            return locked ? Optional.of(lock) : Optional.empty();
        }
    }

    /// Waits for it, among the threads of this process first and then among processes.
    static DirectoryLock acquire(Path file) throws IOException, InterruptedException {
        DirectoryLock reserved;
        synchronized (HELD) {
            while (HELD.containsKey(file)) {
                HELD.wait();
            }
            reserved = held(file, open(file));
        }
        try {
            reserved.channel.lock();
            return reserved;
        } catch (FileLockInterruptionException e) {
            reserved.release();
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException | RuntimeException e) {
            reserved.release();
            throw e;
        }
    }

    /// Idempotent.
    void release() throws IOException {
        synchronized (HELD) {
            if (HELD.remove(file, this)) {
                channel.close();
                HELD.notifyAll();
            }
        }
    }

    private static DirectoryLock held(Path file, FileChannel channel) {
        var lock = new DirectoryLock(file, channel);
        HELD.put(file, lock);
        return lock;
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
