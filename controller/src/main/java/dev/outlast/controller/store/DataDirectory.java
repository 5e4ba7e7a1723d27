package dev.outlast.controller.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The directory of one installation: database, key, blobs. One process works in it at a time.
public final class DataDirectory implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "afs",
            "ceph",
            "glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "orangefs",
            "davfs",
            "ncpfs",
            "coda");
    /// FUSE reports its driver after a dot. These are local all the same.
    private static final Set<String> LOCAL_FUSE = Set.of("fuse.fuse-overlayfs", "fuse.overlayfs", "fuse.bindfs");

    private final Path path;
    private @Nullable DirectoryLock lock;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /// Makes it when it is not there, and locks it for this process.
    ///
    /// @throws DataDirectoryException another process holds it, or it cannot hold a database
    public static DataDirectory open(Path path) throws DataDirectoryException {
        var directory = at(path);
        directory.lock();
        return directory;
    }

    /// Makes it when it is not there; it is not locked yet.
    public static DataDirectory at(Path path) throws DataDirectoryException {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, OWNER_ONLY);
            }
            var real = path.toRealPath();
            var type = Files.getFileStore(real).type();
            if (isNetwork(type)) {
                throw new DataDirectoryException(real + " is on a network file system (" + type
                        + "): SQLite's locks and its shared memory are not safe there. Use a local disk");
            }
            return new DataDirectory(real);
        } catch (IOException e) {
            throw new DataDirectoryException("cannot use " + path + ": " + e, e);
        }
    }

    public Path path() {
        return path;
    }

    public Path database() {
        return path.resolve("outlast.db");
    }

    /// Beside the database, never in it.
    public Path secretKey() {
        return path.resolve("secret.key");
    }

    public synchronized boolean isLocked() {
        return lock != null;
    }

    /// Idempotent.
    public synchronized void lock() throws DataDirectoryException {
        if (lock != null) {
            return;
        }
        try {
            lock = DirectoryLock.tryAcquire(lockFile())
                    .orElseThrow(
                            () -> new DataDirectoryException(path + " is in use by another controller: " + holder()));
            writeHolder();
        } catch (IOException e) {
            throw new DataDirectoryException("cannot lock " + path + ": " + e, e);
        }
    }

    /// Waits until the other controller is gone.
    public void awaitLock() throws DataDirectoryException, InterruptedException {
        if (isLocked()) {
            return;
        }
        try {
            var acquired = DirectoryLock.acquire(lockFile());
            synchronized (this) {
                lock = acquired;
                writeHolder();
            }
        } catch (IOException e) {
            throw new DataDirectoryException("cannot lock " + path + ": " + e, e);
        }
    }

    /// Lets another controller in. Idempotent.
    public synchronized void unlock() {
        if (lock == null) {
            return;
        }
        try {
            lock.release();
        } catch (IOException closedAllTheSame) {
            // The descriptor is gone whatever close() reported.
        }
        lock = null;
    }

    @Override
    public void close() {
        unlock();
    }

    /// @param type as [java.nio.file.FileStore#type()] says it
    static boolean isNetwork(String type) {
        var name = type.toLowerCase(Locale.ROOT);
        return NETWORK.contains(name) || (name.startsWith("fuse.") && !LOCAL_FUSE.contains(name));
    }

    private Path lockFile() {
        return path.resolve("lock");
    }

    private Path holderFile() {
        return path.resolve("holder");
    }

    private String holder() {
        try {
            return Files.readString(holderFile()).strip();
        } catch (IOException notWrittenYet) {
            return "it has not written its name yet";
        }
    }

    /// Not in the lock file itself: reading that would drop the reader's own locks on it.
    private void writeHolder() throws IOException {
        var host = Path.of("/proc/sys/kernel/hostname");
        var name = Files.isReadable(host) ? " on " + Files.readString(host).strip() : "";
        var next = path.resolve("holder.new");
        Files.writeString(next, "pid " + ProcessHandle.current().pid() + name + "\n");
        Files.move(next, holderFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
