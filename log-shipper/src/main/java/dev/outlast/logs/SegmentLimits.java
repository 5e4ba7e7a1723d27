package dev.outlast.logs;

/// How large the pieces are.
///
/// @param segmentBytes bytes of output after which a segment is closed; 8 MiB keeps a sink's request small
/// @param blockBytes bytes of output that are compressed, and so decompressed, at once
public record SegmentLimits(int segmentBytes, int blockBytes) {
    public static final SegmentLimits DEFAULT = new SegmentLimits(8 << 20, 256 << 10);

    public SegmentLimits {
        if (blockBytes < 1 || blockBytes > Frames.MAX_PAYLOAD || segmentBytes < blockBytes || segmentBytes > 64 << 20) {
            throw new IllegalArgumentException("1 <= blockBytes <= 256 KiB and blockBytes <= segmentBytes <= 64 MiB: "
                    + blockBytes + ", " + segmentBytes);
        }
    }

    /// Bytes of the framed file after which a segment is closed too: output in tiny pieces is mostly frame headers.
    long fileBytes() {
        return 2L * segmentBytes;
    }
}
