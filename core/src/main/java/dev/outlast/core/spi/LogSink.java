package dev.outlast.core.spi;

import dev.outlast.core.log.SegmentName;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Where sealed segments go outside. At least once, in order per rank; a sink drops duplicates by name and offset.
/// Contract suite: `LogSinkContract`.
public interface LogSink extends AutoCloseable {
    String name();

    /// Delivers a sealed segment and returns when the outside has acknowledged it. Delivering the same segment
    /// again
    /// changes nothing that a reader can see.
    ///
    /// @param content the segment's bytes, uncompressed, redacted
    /// @throws IOException when it is not acknowledged; the caller tries again
    void deliver(SegmentName segment, ByteBuffer content) throws IOException;

    @Override
    void close() throws IOException;
}
