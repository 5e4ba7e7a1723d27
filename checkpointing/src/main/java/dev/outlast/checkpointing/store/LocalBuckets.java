package dev.outlast.checkpointing.store;

import dev.outlast.checkpointing.BucketUrl;
import dev.outlast.checkpointing.ManifestCodec;
import dev.outlast.checkpointing.ManifestCodec.Reading;
import dev.outlast.checkpointing.ManifestName;
import dev.outlast.checkpointing.ManifestRules;
import dev.outlast.checkpointing.store.Descent.LinkInTheWay;
import dev.outlast.checkpointing.store.Descent.Place;
import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.spi.CheckpointStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Buckets that are directories of this machine (or of a file system that all nodes share): `local://name/prefix`
/// is
/// `root/name/prefix`. Below the root no symbolic link is followed.
///
/// A bucket that does not exist yet is empty; a root that does not exist is away.
public final class LocalBuckets implements CheckpointStore {
    /// A listing reads the newest manifests only, up to these bounds; a job that never prunes cannot exhaust
    /// memory.
    static final int MAX_LISTED = 1_000;

    private static final long MAX_LISTED_BYTES = 4L * ManifestCodec.MAX_BYTES;
    private static final Comparator<ManifestName> OLDEST_FIRST =
            Comparator.comparingLong(ManifestName::seq).thenComparingInt(ManifestName::attempt);

    private final Path root;
    private final FileHashes hashes = new FileHashes();

    public LocalBuckets(Path root) {
        this.root = root;
    }

    @Override
    public String scheme() {
        return "local";
    }

    /// The directory that a bucket URL means, whether it exists yet or not.
    ///
    /// @throws IOException when the root is away or a symbolic link lies on the way
    public Path directory(String bucketUrl) throws IOException {
        List<String> parts = parts(bucketUrl);
        Path real = realRoot();
        Descent.go(real, parts); // refuses a link, as deep as there is anything
        Path directory = real;
        for (String part : parts) {
            directory = directory.resolve(part);
        }
        return directory;
    }

    @Override
    public Listing manifests(String bucketUrl, String taskId) throws IOException {
        if (!ManifestName.isTaskId(taskId)) {
            throw new IllegalArgumentException("no task id: " + taskId.replaceAll("\\p{Cntrl}", "?"));
        }
        Optional<Place> bucket = Descent.go(realRoot(), parts(bucketUrl));
        if (bucket.isEmpty()) {
            return new Listing(List.of(), 0);
        }
        try {
            Optional<Place> folder = Descent.go(bucket.get().path(), List.of(ManifestName.HOME, taskId));
            return folder.isPresent() && folder.get().attributes().isDirectory()
                    ? list(folder.get().path(), taskId)
                    : new Listing(List.of(), 0);
        } catch (LinkInTheWay foreign) {
            return new Listing(List.of(), 1);
        }
    }

    @Override
    public boolean isComplete(String bucketUrl, Manifest manifest) throws IOException {
        Optional<Place> bucket = Descent.go(realRoot(), parts(bucketUrl));
        if (bucket.isEmpty() || ManifestRules.broken(manifest).isPresent()) {
            return false;
        }
        try {
            List<Place> files = new ArrayList<>();
            for (Manifest.Entry entry : manifest.files()) {
                Optional<Place> file =
                        Descent.go(bucket.get().path(), List.of(entry.name().split("/", -1)));
                if (file.isEmpty()
                        || !file.get().attributes().isRegularFile()
                        || file.get().attributes().size() != entry.size()) {
                    return false;
                }
                files.add(file.get());
            }
            for (int i = 0; i < files.size(); i++) {
                if (!hashes.of(files.get(i)).equals(manifest.files().get(i).sha256())) {
                    return false;
                }
            }
            return true;
        } catch (LinkInTheWay | NoSuchFileException gone) {
            return false;
        }
    }

    /// Writes a manifest the way every writer must: whole or not at all, and never over another one.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when this attempt has published this `seq` before
    public void publish(String bucketUrl, Manifest manifest) throws IOException {
        byte[] json = ManifestCodec.write(manifest);
        Path target = directory(bucketUrl).resolve(ManifestName.of(manifest).path());
        Path folder = target.resolveSibling("");
        Files.createDirectories(folder);
        Path whole = Files.createTempFile(folder, ".publish-", ".tmp");
        try {
            Files.write(whole, json);
            Files.createLink(target, whole); // fails if the name is taken, as rename(2) would not
        } finally {
            Files.delete(whole);
        }
    }

    private List<String> parts(String bucketUrl) {
        BucketUrl url = BucketUrl.parse(bucketUrl);
        if (!url.scheme().equals(scheme())) {
            throw new IllegalArgumentException("not a local bucket: " + url);
        }
        List<String> parts = new ArrayList<>();
        parts.add(url.bucket());
        parts.addAll(url.prefix());
        return parts;
    }

    private Path realRoot() throws IOException {
        Path real = root.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new NotDirectoryException(root.toString());
        }
        return real;
    }

    private static Listing list(Path folder, String taskId) throws IOException {
        PriorityQueue<ManifestName> newest = new PriorityQueue<>(OLDEST_FIRST);
        int unreadable = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                Optional<ManifestName> name =
                        ManifestName.parse(taskId, file.getFileName().toString());
                if (name.isEmpty()) {
                    unreadable++;
                    continue;
                }
                newest.add(name.get());
                if (newest.size() > MAX_LISTED) {
                    newest.remove();
                }
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        List<ManifestName> names =
                newest.stream().sorted(OLDEST_FIRST.reversed()).toList();
        return read(folder, names, unreadable);
    }

    private static Listing read(Path folder, List<ManifestName> newestFirst, int unreadableNames) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        int unreadable = unreadableNames;
        long room = MAX_LISTED_BYTES;
        for (ManifestName name : newestFirst) {
            try {
                byte[] json = bytes(folder, name);
                room -= json.length;
                if (room < 0) {
                    break;
                }
                if (ManifestCodec.read(json) instanceof Reading.Whole(Manifest manifest)
                        && ManifestName.of(manifest).equals(name)) {
                    manifests.add(manifest);
                } else {
                    unreadable++;
                }
            } catch (LinkInTheWay foreign) {
                unreadable++;
            } catch (NoSuchFileException pruned) {
                // the job removed it since the folder was read: it is not there
            }
        }
        return new Listing(manifests, unreadable);
    }

    /// One byte more than the codec takes is enough to see that a manifest is too large.
    private static byte[] bytes(Path folder, ManifestName name) throws IOException {
        Place file = Descent.go(folder, List.of(name.fileName()))
                .orElseThrow(() -> new NoSuchFileException(name.fileName()));
        if (!file.attributes().isRegularFile()) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(ManifestCodec.MAX_BYTES + 1);
        }
    }
}
