package dev.outlast.logs;

import dev.outlast.core.log.SegmentName;
import java.time.Instant;

/// A segment as it lies on the disk.
///
/// @param sealed false while it is not compressed: it may still grow
/// @param bytes on the disk
/// @param changed when its file was written last
public record StoredSegment(SegmentName name, boolean sealed, long bytes, Instant changed) {}
