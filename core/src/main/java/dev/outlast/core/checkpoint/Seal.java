package dev.outlast.core.checkpoint;

/// The newest checkpoint of an attempt at the moment it was released. What the attempt writes later is ignored.
///
/// @param attempt from 1
/// @param seq the highest sequence number that was complete then
public record Seal(int attempt, long seq) {}
