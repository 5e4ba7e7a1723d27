package dev.outlast.checkpointing.blob;

import dev.outlast.core.spi.ArtefactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Uploads as all controllers of an installation have them: packed and unpacked on this disk, and, where one is
/// configured, in a place that the others see. What is not here is brought when it is needed.
public final class SharedBlobs {
    private static final String PREFIX = "blobs/";

    private final BlobStore here;
    private final Path trees;
    private final Optional<ArtefactStore> beyond;
    /// Known to be beyond; nothing takes them away there.
    private final Set<String> shared = ConcurrentHashMap.newKeySet();
    private final Object[] locks = Stream.generate(Object::new).limit(64).toArray();

    /// @param trees where archives lie unpacked, by sha256
    /// @param beyond empty where this disk is all there is, or is shared itself
    public SharedBlobs(BlobStore here, Path trees, Optional<ArtefactStore> beyond) {
        this.here = here;
        this.trees = trees;
        this.beyond = beyond;
    }

    /// Of a file in an upload, or an upload: what the upload is called.
    public static String sha256(String blob) {
        var slash = blob.indexOf('/');
        return slash < 0 ? blob : blob.substring(0, slash);
    }

    /// The place that others see did not take it, or does not give it. Not our own disk's fault.
    public static final class NotShared extends IOException {
        private static final long serialVersionUID = 1L;

        NotShared(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// Takes an archive: it has its name only after it was unpacked and is wherever it has to be.
    ///
    /// @return its sha256
    /// @throws ArchiveRefused when it is too large, or nothing that can be unpacked
    /// @throws NotShared when it could not be put where the others see it
    public String put(InputStream in, long maxBytes) throws IOException {
        return here.put(in, maxBytes, (sha256, archive) -> {
            unpack(sha256, archive);
            share(sha256, archive);
        });
    }

    /// Whether it need not be sent.
    ///
    /// @throws NotShared when that cannot be asked now
    public boolean has(String sha256) throws NotShared {
        if (beyond.isEmpty() || !BlobStore.isName(sha256)) {
            return here.has(sha256);
        }
        if (shared.contains(sha256)) {
            return true;
        }
        try {
            var found = beyond.get().size(PREFIX + sha256).isPresent();
            if (found) {
                shared.add(sha256);
            }
            return found;
        } catch (IOException away) {
            throw new NotShared(away);
        }
    }

    /// Sees to it that what is here is also where the others see it; does nothing for what is not here.
    ///
    /// @throws NotShared when it could not be put there
    public void share(String sha256) throws IOException {
        var archive = here.path(sha256);
        if (archive.isPresent()) {
            share(sha256, archive.get());
        }
    }

    private void share(String sha256, Path archive) throws NotShared {
        if (beyond.isEmpty() || shared.contains(sha256)) {
            return;
        }
        try {
            beyond.get().put(PREFIX + sha256, archive);
            shared.add(sha256);
        } catch (IOException failed) {
            throw new NotShared(failed);
        }
    }

    /// Sees to it that it lies here, packed and unpacked.
    ///
    /// @throws NotShared when it is not here and cannot be brought now
    /// @throws NoSuchFileException when it is nowhere
    public void ready(String sha256) throws IOException {
        if (!BlobStore.isName(sha256)) {
            throw new NoSuchFileException("blob " + sha256);
        }
        if (here.has(sha256) && Files.isDirectory(trees.resolve(sha256))) {
            return;
        }
        synchronized (locks[Math.floorMod(sha256.hashCode(), locks.length)]) {
            if (!here.has(sha256)) {
                bring(sha256);
            }
            unpack(sha256, here.path(sha256).orElseThrow(() -> new NoSuchFileException("blob " + sha256)));
        }
    }

    private void bring(String sha256) throws IOException {
        if (beyond.isEmpty()) {
            throw new NoSuchFileException("blob " + sha256);
        }
        Optional<InputStream> found;
        try {
            found = beyond.get().open(PREFIX + sha256);
        } catch (IOException away) {
            throw new NotShared(away);
        }
        try (var in = found.orElseThrow(() -> new NoSuchFileException(
                "blob " + sha256 + " is neither here nor in " + beyond.get().description()))) {
            here.take(sha256, in, ExtractLimits.DEFAULT.totalBytes());
            shared.add(sha256);
        }
    }

    private void unpack(String sha256, Path archive) throws IOException {
        var tree = trees.resolve(sha256);
        if (!Files.isDirectory(tree)) {
            try {
                SafeExtract.extract(archive, tree, ExtractLimits.DEFAULT);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException both) {
                // The same archive arrived twice at once; a tree that has its name is whole.
                if (!Files.isDirectory(tree)) {
                    throw both;
                }
            }
        }
    }
}
