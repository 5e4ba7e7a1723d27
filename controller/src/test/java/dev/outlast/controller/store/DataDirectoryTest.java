package dev.outlast.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void itIsMadeForItsOwnerOnly() throws Exception {
        try (var directory = DataDirectory.open(parent.resolve("a/b"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSecondOneInTheSameProcessIsRefusedAndDoesNoHarm() throws Exception {
        try (var first = DataDirectory.open(parent)) {
            for (var i = 0; i < 3; i++) {
                assertThatThrownBy(() -> DataDirectory.open(parent))
                        .isInstanceOf(DataDirectoryException.class)
                        .hasMessageContaining("pid " + ProcessHandle.current().pid());
            }
            first.lock();
            try (var other = new ChildJvm(LockHolder.class, parent.toString())) {
                assertThat(other.line()).contains("in use by another controller");
            }
        }
        DataDirectory.open(parent).close();
    }

    @Test
    void anotherProcessIsNamedAndItsDeathFreesTheLock() throws Exception {
        try (var other = new ChildJvm(LockHolder.class, parent.toString())) {
            assertThat(other.line()).isEqualTo("locked");
            assertThatThrownBy(() -> DataDirectory.open(parent))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("in use by another controller: pid " + other.pid());
            other.kill();
        }
        try (var directory = DataDirectory.at(parent)) {
            directory.awaitLock();
            assertThat(directory.isLocked()).isTrue();
        }
    }

    @Test
    void networkFileSystemsAreKnownByName() {
        for (var type :
                new String[] {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.s3fs", "ceph", "lustre"}) {
            assertThat(DataDirectory.isNetwork(type)).as(type).isTrue();
        }
        for (var type :
                new String[] {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "fuse.fuse-overlayfs"}) {
            assertThat(DataDirectory.isNetwork(type)).as(type).isFalse();
        }
    }

    @Test
    void whatCannotBeADirectorySaysSo() throws Exception {
        var file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("file");
    }

    /// Takes the lock, says so, and holds it until it is killed.
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] args) throws Exception {
            try (var directory = DataDirectory.open(Path.of(args[0]))) {
                System.out.println("locked");
                System.in.read();
                System.out.println(directory.path());
            } catch (DataDirectoryException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
