package io.gapless.listener.feed;

/// Takes over what the connections have received.
@FunctionalInterface
public interface FeedSink {
    /// Receives the rows of one connection, in the order of their arrival.
    ///
    /// @param rows not empty; its memory is used again as soon as this returns, so copy what is kept
    void accept(FeedColumns rows);
}
