package dev.outlast.logs;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.ArtefactStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Sealed segments beyond this machine: `logs/<job>/<task>/<attempt>/<rank>/<file>`, with the names and bytes that they
/// have here, and the records of what the quota deleted. What was put is noted beside the segments, in `on-shelf`; the
/// note may be lost, then all is asked for again.
///
/// For many threads; of one rank the calls of two at once cost a repetition.
public final class SegmentShelf {
    private static final String PREFIX = "logs/";
    private static final String NOTE = "on-shelf";
    /// In the note, before the name of a segment that is not brought again: what is in it came from another.
    private static final String COVERED = "covered ";
    private static final String HALF = ".bringing";
    private static final Object[] LOCKS = Stream.generate(Object::new).limit(64).toArray();

    private final LogTree tree;
    private final ArtefactStore store;

    public SegmentShelf(LogTree tree, ArtefactStore store) {
        this.tree = tree;
        this.store = store;
    }

    /// Puts what is sealed of a rank and not there yet, in order.
    ///
    /// @return everything before this offset is there, or was deleted by the quota
    /// @throws IOException when one could not be put; those before it are there
    public long put(RankKey key) throws IOException {
        var directory = tree.directory(key);
        var listing = Listing.of(directory, key);
        var there = noted(directory);
        long end = 0;
        for (int index = 0; index < listing.segments().size(); index++) {
            var file = listing.segments().get(index);
            if (file.form() != SegmentFile.Form.SEALED) {
                return file.start();
            }
            var name = fileName(file.path());
            try {
                if (!there.contains(name)) {
                    store.put(PREFIX + key + "/" + name, file.path());
                    note(directory, name);
                }
                end = Math.min(
                        listing.limit(index),
                        SealedSegment.open(file.path(), file.start()).end());
            } catch (NoSuchFileException deleted) {
                // The quota was faster.
                end = Math.max(end, file.start());
            }
        }
        return end;
    }

    /// Whether everything of a rank that is sealed is there, as far as the note says.
    public boolean isPut(RankKey key) throws IOException {
        var directory = tree.directory(key);
        var there = noted(directory);
        return Listing.of(directory, key).segments().stream()
                .allMatch(file -> file.form() == SegmentFile.Form.SEALED && there.contains(fileName(file.path())));
    }

    /// Brings everything of a job that is there and not here. What is here, in whatever form, stays.
    ///
    /// @param space asked before each segment
    /// @return how many segments came
    /// @throws LogSpaceException when there is no room for one
    public int bring(JobId job, SpaceGuard space) throws IOException {
        synchronized (LOCKS[Math.floorMod(job.hashCode(), LOCKS.length)]) {
            var came = new HashSet<String>();
            var ranks = new HashSet<RankKey>();
            var found = store.list(PREFIX + job + "/");
            // What was deleted is not brought: so these first.
            for (var item : found) {
                var place = Place.of(item.name());
                if (place != null && Listing.isGone(place.file())) {
                    var directory = tree.directory(place.key());
                    Durable.createDirectories(directory);
                    if (!Files.exists(directory.resolve(place.file()))) {
                        Files.createFile(directory.resolve(place.file()));
                    }
                }
            }
            for (var item : found) {
                var place = Place.of(item.name());
                if (place != null && !Listing.isGone(place.file()) && bring(place, item, space)) {
                    came.add(item.name());
                    ranks.add(place.key());
                }
            }
            for (var rank : ranks) {
                dropCovered(rank);
            }
            return came.size();
        }
    }

    private boolean bring(Place place, ArtefactStore.Item item, SpaceGuard space) throws IOException {
        var directory = tree.directory(place.key());
        var parsed = SegmentFile.parse(place.key(), directory.resolve(place.file()));
        if (parsed.isEmpty() || parsed.get().form() != SegmentFile.Form.SEALED) {
            return false;
        }
        var listing = Listing.of(directory, place.key());
        var isHere = listing.files().stream()
                .anyMatch(file -> file.name().equals(parsed.get().name()));
        if (isHere
                || listing.goneUntil(parsed.get().start()).isPresent()
                || noted(directory).contains(COVERED + place.file())) {
            return false;
        }
        space.of(place.key()).admit(item.bytes());
        Durable.createDirectories(directory);
        var half = directory.resolve(place.file() + HALF);
        try (var in = store.open(item.name()).orElseThrow(() -> new NoSuchFileException(item.name()))) {
            Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
            if (Files.size(half) != item.bytes()) {
                throw new IOException(item.name() + " came in part: " + Files.size(half) + " of " + item.bytes());
            }
            try (var channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
                channel.force(false);
            }
            Durable.rename(half, parsed.get().path());
            note(directory, place.file());
            return true;
        } catch (NoSuchFileException deleted) {
            // Another's quota was faster.
            return false;
        } finally {
            Files.deleteIfExists(half);
        }
    }

    /// Where a leader pulled again what an earlier one had put only later, both have it, and one is enough: else the
    /// end of the older would cut the newer.
    private void dropCovered(RankKey key) throws IOException {
        var directory = tree.directory(key);
        var segments = Listing.of(directory, key).segments();
        for (var file : segments) {
            if (file.form() == SegmentFile.Form.SEALED && isCovered(file, segments)) {
                note(directory, COVERED + fileName(file.path()));
                Files.deleteIfExists(file.path());
            }
        }
    }

    private boolean isCovered(SegmentFile old, List<SegmentFile> segments) throws IOException {
        var next = old.start();
        var end = Long.MAX_VALUE;
        for (var file : segments) {
            if (file.name().epoch() <= old.name().epoch()) {
                continue;
            }
            if (end == Long.MAX_VALUE) {
                end = SealedSegment.open(old.path(), old.start()).end();
            }
            if (file.start() <= next) {
                var view = file.form() == SegmentFile.Form.SEALED
                        ? SealedSegment.open(file.path(), file.start())
                        : FramedSegment.open(
                                file.path(), file.start(), tree.limits().blockBytes());
                next = Math.max(next, view.end());
            }
        }
        return end <= next;
    }

    /// After the quota deleted segments here: deletes them there too, and records that it did.
    public void mirror(RankKey key) throws IOException {
        var directory = tree.directory(key);
        var gone = Listing.of(directory, key).gone();
        if (gone.isEmpty()) {
            return;
        }
        var there = store.list(PREFIX + key + "/");
        for (var span : gone) {
            var record = Listing.gonePath(directory, span);
            if (Files.exists(record)) {
                store.put(PREFIX + key + "/" + fileName(record), record);
            }
        }
        for (var item : there) {
            var file = item.name().substring(item.name().lastIndexOf('/') + 1);
            if (Listing.isGone(file)) {
                var inside = Listing.gone(file).stream()
                        .anyMatch(old -> gone.stream().anyMatch(span -> !span.equals(old) && span.covers(old)));
                if (inside) {
                    store.delete(item.name());
                }
            } else {
                var segment = SegmentFile.parse(key, directory.resolve(file));
                if (segment.isPresent()
                        && !Files.exists(segment.get().path())
                        && gone.stream()
                                .anyMatch(span -> span.contains(segment.get().start()))) {
                    store.delete(item.name());
                }
            }
        }
    }

    /// Seals what leaders before an epoch left open here, so that it can be put. Only for a tree that is this
    /// controller's own.
    public void settle(RankKey key, long below) throws IOException {
        var listing = Listing.of(tree.directory(key), key);
        for (int index = 0; index < listing.segments().size(); index++) {
            var file = listing.segments().get(index);
            if (file.form() != SegmentFile.Form.SEALED && file.name().epoch() < below) {
                var closed = file.as(SegmentFile.Form.CLOSED);
                if (file.form() == SegmentFile.Form.ACTIVE) {
                    Files.move(file.path(), closed.path());
                }
                Sealer.seal(
                        closed, listing.limit(index), tree.limits(), file.name().epoch());
            }
        }
    }

    /// The highest numbers on the shelf; 0 when there are none.
    public record Heights(long job, long epoch) {}

    public Heights heights() throws IOException {
        var job = 0L;
        var epoch = 0L;
        for (var item : store.list(PREFIX)) {
            var place = Place.of(item.name());
            if (place != null) {
                job = Math.max(job, place.key().job().value());
                var segment = SegmentFile.parse(place.key(), Path.of(place.file()));
                epoch = Math.max(epoch, segment.map(s -> s.name().epoch()).orElse(0L));
            }
        }
        return new Heights(job, epoch);
    }

    /// What an installation wrote that its database, put back to an earlier time, knows nothing of goes where the
    /// operator finds it: the same numbers will be given again, and two attempts must not share a log.
    ///
    /// @param known `JOB/TASK/ATTEMPT` of all attempts in the database
    /// @param to the part of a name
    /// @return how many files
    public int moveAside(Set<String> known, String to) throws IOException {
        var moved = 0;
        for (var item : store.list(PREFIX)) {
            var place = Place.of(item.name());
            if (place == null
                    || known.contains(place.key().job() + "/" + place.key().task() + "/"
                            + place.key().attempt())) {
                continue;
            }
            var copy = Files.createTempFile("outlast-aside-", "");
            try (var in = store.open(item.name()).orElseThrow(() -> new NoSuchFileException(item.name()))) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                store.put(to + "/" + item.name(), copy);
            } finally {
                Files.delete(copy);
            }
            store.delete(item.name());
            moved++;
        }
        return moved;
    }

    /// Where a file of the shelf belongs in the tree; null for what is none of ours.
    private record Place(RankKey key, String file) {
        static @org.jspecify.annotations.Nullable Place of(String name) {
            var parts = List.of(name.split("/", -1));
            if (parts.size() != 6
                    || !parts.subList(1, 5).stream().allMatch(part -> part.matches("0|[1-9]\\d{0,8}"))
                    || parts.get(1).equals("0")
                    || parts.get(3).equals("0")) {
                return null;
            }
            return new Place(
                    new RankKey(
                            new JobId(Long.parseLong(parts.get(1))),
                            Integer.parseInt(parts.get(2)),
                            Integer.parseInt(parts.get(3)),
                            Integer.parseInt(parts.get(4))),
                    parts.get(5));
        }
    }

    private static Set<String> noted(Path directory) throws IOException {
        try {
            return new HashSet<>(Files.readAllLines(directory.resolve(NOTE), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return Set.of();
        }
    }

    private static void note(Path directory, String name) throws IOException {
        Files.writeString(
                directory.resolve(NOTE),
                name + "\n",
                StandardCharsets.ISO_8859_1,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
