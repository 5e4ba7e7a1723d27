package dev.outlast.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one rank's log by offset while it is written, sealed and deleted. Holds a few blocks of 256 KiB and no
/// open
/// file. For one thread at a time.
public final class LogReader {
    private static final int MOST_VIEWS = 8;
    /// A file can be renamed between our look at the directory and its opening: closed, then sealed, then deleted.
    private static final int MOST_LOOKS = 8;

    private final Path directory;
    private final RankKey key;
    private final int blockBytes;
    private final BlockCache cache;
    private final Map<Path, SegmentView> views = new LinkedHashMap<>();
    private @Nullable Current current;

    /// The block that was read last: most reads go on in it or behind it, without a look at the directory.
    ///
    /// @param limit offset where the segment's rule ends
    private record Current(Path path, SegmentView view, Block block, long limit) {
        static Current of(Path path, SegmentView view, long offset, long limit) {
            return new Current(path, view, blockAt(view.blocks(), offset), limit);
        }

        long end() {
            return Math.min(block.end(), limit);
        }

        boolean isInSegment(long offset) {
            return block.offset() <= offset && offset < Math.min(view.end(), limit);
        }

        Current at(long offset) {
            return offset < end() ? this : of(path, view, offset, limit);
        }
    }

    LogReader(Path directory, RankKey key, int blockBytes, BlockCache cache) {
        this.directory = directory;
        this.key = key;
        this.blockBytes = blockBytes;
        this.cache = cache;
    }

    public RankKey key() {
        return key;
    }

    /// What is at an offset.
    ///
    /// @param offset 0 or a [Piece#end]; any other offset is fine too
    /// @param maxBytes of a piece of output, at least 1; a piece is often smaller
    /// @return empty when there is nothing at or after the offset yet
    public Optional<Piece> read(long offset, int maxBytes) throws IOException {
        if (offset < 0 || maxBytes < 1) {
            throw new IllegalArgumentException("offset " + offset + ", maxBytes " + maxBytes);
        }
        var known = current;
        if (known != null && known.isInSegment(offset)) {
            try {
                current = known.at(offset);
                return Optional.of(piece(current, offset, maxBytes));
            } catch (NoSuchFileException | SegmentView.CorruptBlockException changed) {
                current = null;
            }
        }
        return looking(listing -> find(listing, offset, maxBytes));
    }

    /// Where the last lines begin.
    ///
    /// @param offset to read from
    /// @param lines how many lines follow it; a last line without an end counts, a gap counts as one
    public record TailStart(long offset, long lines) {}

    /// Finds the last lines from the end backwards, without reading what is before them.
    ///
    /// @param lines at least 0
    /// @param maxBytes reads about so many bytes at most; then it begins inside a line
    public TailStart tail(long lines, long maxBytes) throws IOException {
        return looking(listing -> {
            var end = listing.goneEnd();
            for (var file : listing.segments().reversed().stream().limit(1).toList()) {
                var view = view(file);
                view.refresh();
                end = Math.max(end, view.end());
            }
            var scan = new TailScan(end, lines, maxBytes);
            for (int index = listing.segments().size() - 1; index >= 0 && !scan.isDone(); index--) {
                var file = listing.segments().get(index);
                var view = view(file);
                scan.segment(view, file.start(), listing.limit(index), block -> cache.load(file.path(), view, block));
            }
            return scan.result();
        });
    }

    private interface Look<T> {
        T in(Listing listing) throws IOException;
    }

    private <T> T looking(Look<T> look) throws IOException {
        for (int looks = 1; ; looks++) {
            try {
                return look.in(Listing.of(directory, key));
            } catch (NoSuchFileException | SegmentView.CorruptBlockException changed) {
                views.clear();
                if (looks == MOST_LOOKS) {
                    throw changed;
                }
            }
        }
    }

    private Optional<Piece> find(Listing listing, long offset, int maxBytes) throws IOException {
        var index = listing.indexAt(offset);
        if (index >= 0) {
            var ruling = listing.segments().get(index);
            for (int at = index; at >= 0; at--) {
                var file = listing.segments().get(at);
                // A newer leader may have begun earlier, and gone further, than one whose segment came later.
                if (at < index && file.name().epoch() <= ruling.name().epoch()) {
                    continue;
                }
                var view = view(file);
                if (view.end() <= offset) {
                    view.refresh();
                }
                if (offset < Math.min(view.end(), listing.limit(index))) {
                    current = Current.of(file.path(), view, offset, listing.limit(index));
                    return Optional.of(whole(current, offset, maxBytes));
                }
            }
        }
        var next = listing.limit(index);
        var gone = listing.goneUntil(offset);
        if (gone.isPresent()) {
            var end = Math.min(gone.get(), next);
            return Optional.of(new Piece.Gap(offset, end - offset, Piece.Reason.QUOTA, Instant.EPOCH));
        }
        var goneLater = listing.gone().stream()
                .mapToLong(Span::start)
                .filter(start -> start > offset)
                .min()
                .orElse(Long.MAX_VALUE);
        var end = Math.min(next, goneLater);
        return end == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new Piece.Gap(offset, end - offset, Piece.Reason.MISSING, Instant.EPOCH));
    }

    /// A block of a sealed file that cannot be decompressed will not heal: it is a gap.
    private Piece whole(Current from, long offset, int maxBytes) throws IOException {
        try {
            return piece(from, offset, maxBytes);
        } catch (SegmentView.CorruptBlockException damaged) {
            if (from.view() instanceof FramedSegment) {
                throw damaged;
            }
            return new Piece.Gap(offset, from.end() - offset, Piece.Reason.MISSING, Instant.EPOCH);
        }
    }

    private Piece piece(Current from, long offset, int maxBytes) throws IOException {
        var block = from.block;
        var marks = block.marks();
        if (block.gap()) {
            var at = Instant.ofEpochMilli(marks.millis(0));
            return new Piece.Gap(offset, from.end() - offset, Piece.Reason.MISSING, at);
        }
        var bytes = cache.load(from.path, from.view, block);
        var index = (int) (offset - block.offset());
        var mark = marks.markAt(index);
        var stop = Math.min(marks.nextIndex(mark, bytes.length), (int) (from.end() - block.offset()));
        var length = Math.min(maxBytes, stop - index);
        return new Piece.Data(
                offset,
                ByteBuffer.wrap(bytes, index, length).slice().asReadOnlyBuffer(),
                Instant.ofEpochMilli(marks.millis(mark)));
    }

    private SegmentView view(SegmentFile file) throws IOException {
        var known = views.get(file.path());
        if (known != null) {
            return known;
        }
        var opened = switch (file.form()) {
            case SEALED -> SealedSegment.open(file.path(), file.start());
            case ACTIVE, CLOSED -> FramedSegment.open(file.path(), file.start(), blockBytes);
        };
        if (views.size() >= MOST_VIEWS) {
            views.remove(views.keySet().iterator().next());
        }
        views.put(file.path(), opened);
        return opened;
    }

    private static Block blockAt(List<Block> blocks, long offset) {
        var low = 0;
        var high = blocks.size() - 1;
        while (low < high) {
            var middle = (low + high + 1) >>> 1;
            if (blocks.get(middle).offset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return blocks.get(low);
    }
}
