package io.gapless.listener.feed;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// What one text frame of a stream turned out to be.
sealed interface StreamFrame {
    /// Frames that say everything by their kind; they cost no object.
    enum Kind implements StreamFrame {
        /// A trade of a wanted symbol; its values are in [TradeFrameDecoder#trade].
        TRADE,
        /// The exchange announces that this connection will be cut soon.
        SERVER_SHUTDOWN,
        /// Any other readable frame: another stream, or a trade of a symbol that is not wanted.
        OTHER
    }

    /// The answer to a request.
    ///
    /// @param id of the request; empty when the answer names none or no number
    /// @param listed how many streams it lists, when it is the answer to `LIST_SUBSCRIPTIONS`
    record Reply(OptionalLong id, OptionalInt listed) implements StreamFrame {}

    /// The refusal of a request, in the flat or the wrapped form.
    ///
    /// @param id of the request, if it names one
    /// @param text code and message, at most [TradeFrameDecoder#MAX_SAMPLE_LENGTH] characters
    record ErrorReply(OptionalLong id, String text) implements StreamFrame {}

    /// A frame that cannot be decoded without guessing. It may have been a trade.
    ///
    /// @param problem what is wrong and where
    /// @param sample the beginning of the frame, at most [TradeFrameDecoder#MAX_SAMPLE_LENGTH]
    ///     characters, harmless in a log line
    record Unreadable(String problem, String sample) implements StreamFrame {}
}
