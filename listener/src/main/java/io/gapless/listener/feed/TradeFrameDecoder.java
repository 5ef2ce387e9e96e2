package io.gapless.listener.feed;

import io.gapless.trade.Excerpt;

/// Decodes the text frames of one connection: trades into [#trade], without an object each as long as they
/// are written as usual, anything else into what it means.
///
/// Never throws and never loops, whatever the text: a frame that cannot be read without guessing is
/// [StreamFrame.Unreadable]. Times come out in microseconds, whichever unit the exchange used.
/// Unknown keys are ignored. Not for several threads at once.
final class TradeFrameDecoder {
    /// Longest excerpt of a frame that is passed on, in characters: all of a trade, which has 220.
    static final int MAX_SAMPLE_LENGTH = 400;

    private final FrameScanner scanner;
    private final FrameReader reader;
    private final DecodedTrade trade = new DecodedTrade();

    TradeFrameDecoder(SymbolTable symbols) {
        scanner = new FrameScanner(symbols);
        reader = new FrameReader(symbols);
    }

    /// Decodes a frame that is a trade just as Binance writes it today.
    ///
    /// @return false when it is something else, or written in another way: then the other method tells
    boolean decode(byte[] bytes, int from, int to) {
        return scanner.scan(bytes, from, to, trade);
    }

    StreamFrame decode(String frame) {
        return reader.read(frame, trade);
    }

    /// The trade decoded last; written over by the next frame.
    DecodedTrade trade() {
        return trade;
    }

    /// The beginning of a text, cut to [#MAX_SAMPLE_LENGTH], harmless in a log line.
    static String sample(String text) {
        return Excerpt.of(text, MAX_SAMPLE_LENGTH);
    }
}
