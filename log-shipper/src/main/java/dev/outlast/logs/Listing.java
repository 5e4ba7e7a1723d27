package dev.outlast.logs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is in a rank's directory at one moment.
///
/// @param files every file of a segment, in order; a segment that is just being sealed has two
/// @param segments one file for each segment, the most finished, in order
/// @param gone what the quota deleted
/// @param epoch the newest that has opened the log for writing; 0 when none has
record Listing(List<SegmentFile> files, List<SegmentFile> segments, List<Span> gone, long epoch) {
    private static final Pattern GONE = Pattern.compile("(\\d{16})-(\\d{16})\\.gone");

    private static final Pattern EPOCH = Pattern.compile("(\\d{1,18})\\.epoch");

    /// Of a directory that does not exist: empty.
    static Listing of(Path directory, RankKey key) throws IOException {
        var files = new ArrayList<SegmentFile>();
        var gone = new ArrayList<Span>();
        var epoch = 0L;
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var path : entries) {
                SegmentFile.parse(key, path).ifPresent(files::add);
                parseGone(path).ifPresent(gone::add);
                epoch = Math.max(epoch, parseEpoch(path));
            }
        } catch (NoSuchFileException | NotDirectoryException nothing) {
            return new Listing(List.of(), List.of(), List.of(), 0);
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        files.sort(SegmentFile.ORDER);
        for (var file : files) {
            epoch = Math.max(epoch, file.name().epoch());
        }
        var segments = new ArrayList<SegmentFile>();
        for (var file : files) {
            if (!segments.isEmpty() && segments.getLast().name().equals(file.name())) {
                segments.removeLast();
            }
            segments.add(file);
        }
        return new Listing(List.copyOf(files), List.copyOf(segments), List.copyOf(gone), epoch);
    }

    static Path gonePath(Path directory, Span span) {
        return directory.resolve("%016d-%016d.gone".formatted(span.start(), span.end()));
    }

    static Path epochPath(Path directory, long epoch) {
        return directory.resolve(epoch + ".epoch");
    }

    private static long parseEpoch(Path path) {
        var matcher = EPOCH.matcher(String.valueOf(path.getFileName()));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    static boolean isGone(String file) {
        return gone(file).isPresent();
    }

    private static Optional<Span> parseGone(Path path) {
        return gone(String.valueOf(path.getFileName()));
    }

    /// What the name of a record says that the quota deleted.
    static Optional<Span> gone(String file) {
        var matcher = GONE.matcher(file);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var start = Long.parseLong(matcher.group(1));
        var end = Long.parseLong(matcher.group(2));
        return start < end ? Optional.of(new Span(start, end)) : Optional.empty();
    }

    /// The segment that rules at an offset, or -1 when all begin later.
    int indexAt(long offset) {
        var index = segments.size() - 1;
        while (index >= 0 && segments.get(index).start() > offset) {
            index--;
        }
        return index;
    }

    /// Where the segment's rule ends at the latest: the next one begins there.
    long limit(int index) {
        return index + 1 < segments.size() ? segments.get(index + 1).start() : Long.MAX_VALUE;
    }

    /// The end of what was deleted at an offset.
    Optional<Long> goneUntil(long offset) {
        var end = offset;
        for (var more = true; more; ) {
            more = false;
            for (var span : gone) {
                if (span.contains(end)) {
                    end = span.end();
                    more = true;
                }
            }
        }
        return end > offset ? Optional.of(end) : Optional.empty();
    }

    /// The end of all that was deleted; 0 when nothing was.
    long goneEnd() {
        return gone.stream().mapToLong(Span::end).max().orElse(0);
    }
}
