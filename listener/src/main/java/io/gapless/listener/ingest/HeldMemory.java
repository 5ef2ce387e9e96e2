package io.gapless.listener.ingest;

/// Heap that held trades take.
///
/// @param bytes all of it
/// @param onTheirWay of that, batches that are being written: they cannot be given up
public record HeldMemory(long bytes, long onTheirWay) {
    /// Of somebody who has received nothing yet.
    public static final HeldMemory NONE = new HeldMemory(0, 0);
}
