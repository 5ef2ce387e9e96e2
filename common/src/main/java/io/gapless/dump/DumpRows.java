package io.gapless.dump;

import io.gapless.trade.TradeColumns;

/// The rows of a dump, strictly ascending by id, each with [io.gapless.trade.Source#DUMP], its time in
/// µs (whole milliseconds before 2025), and neither event time nor time of receipt. All lie on the dump's
/// date. Ids may be missing between them. One thread.
public interface DumpRows extends AutoCloseable {
    /// Appends the next rows.
    ///
    /// @param most 1 or more
    /// @return how many were appended: `most`, or less at the end, and 0 behind it
    /// @throws UnorderedDumpException when an id is not above the one before
    /// @throws BrokenDumpException when a row makes no sense, or two rows of one id differ
    int next(TradeColumns into, int most) throws BrokenDumpException;

    /// Rows that repeated an earlier one to the letter, and were left out, so far.
    long repeated();

    @Override
    void close();
}
