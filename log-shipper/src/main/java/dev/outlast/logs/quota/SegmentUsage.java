package dev.outlast.logs.quota;

import dev.outlast.logs.StoredSegment;

/// A segment, and what matters for its turn to go.
///
/// @param jobFinished whether its job has ended
/// @param undelivered whether a sink still waits for it
public record SegmentUsage(StoredSegment segment, boolean jobFinished, boolean undelivered) {}
