package dev.outlast.logs.ship;

import dev.outlast.core.log.SegmentName;
import dev.outlast.core.spi.LogSink;
import dev.outlast.logs.Durable;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.RankKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Delivers sealed segments to a sink, at least once and in order per rank. What the sink has acknowledged is
/// recorded
/// beside the segments, in `<sink>.acked`: the offset before which all is delivered. When to try again is the
/// caller's
/// decision. For one thread at a time per rank and sink; two would only deliver twice.
public final class Shipper {
    private final LogTree tree;

    public Shipper(LogTree tree) {
        this.tree = tree;
    }

    public sealed interface Shipment {
        int segments();

        long bytes();

        /// Everything that is sealed is delivered.
        record Complete(int segments, long bytes) implements Shipment {}

        /// The sink did not acknowledge one; those before it are delivered.
        record Interrupted(int segments, long bytes, SegmentName failed, IOException cause) implements Shipment {}
    }

    /// Delivers what the sink does not have yet.
    ///
    /// @throws IOException when our own disk fails
    public Shipment ship(RankKey key, LogSink sink) throws IOException {
        var acknowledged = acknowledged(key, sink.name());
        var segments = 0;
        var bytes = 0L;
        for (var segment : tree.segments(key)) {
            if (!segment.sealed()) {
                break;
            }
            if (segment.name().startOffset() < acknowledged) {
                continue;
            }
            var content = tree.content(segment.name());
            if (content.isEmpty() || !content.get().bytes().hasRemaining()) {
                continue;
            }
            try {
                sink.deliver(segment.name(), content.get().bytes().asReadOnlyBuffer());
            } catch (IOException failed) {
                return new Shipment.Interrupted(segments, bytes, segment.name(), failed);
            }
            acknowledged = content.get().end();
            acknowledge(key, sink.name(), acknowledged);
            segments++;
            bytes += content.get().bytes().remaining();
        }
        return new Shipment.Complete(segments, bytes);
    }

    /// Whether a sink has acknowledged a sealed segment.
    public boolean isDelivered(SegmentName name, String sink) throws IOException {
        return name.startOffset() < acknowledged(RankKey.of(name), sink);
    }

    /// Unreadable counts as nothing: then all is delivered again.
    private long acknowledged(RankKey key, String sink) throws IOException {
        try {
            var text = Files.readString(ledger(key, sink), StandardCharsets.ISO_8859_1)
                    .strip();
            return text.matches("\\d{1,16}") ? Long.parseLong(text) : 0;
        } catch (NoSuchFileException nothing) {
            return 0;
        }
    }

    private void acknowledge(RankKey key, String sink, long end) throws IOException {
        var ledger = ledger(key, sink);
        var line = ByteBuffer.wrap((end + "\n").getBytes(StandardCharsets.US_ASCII));
        Durable.replace(ledger, ledger.resolveSibling(ledger.getFileName() + ".new"), line);
    }

    private Path ledger(RankKey key, String sink) {
        if (!sink.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("a sink's name must match [a-z0-9][a-z0-9-]{0,39}: " + sink);
        }
        return tree.directory(key).resolve(sink + ".acked");
    }
}
