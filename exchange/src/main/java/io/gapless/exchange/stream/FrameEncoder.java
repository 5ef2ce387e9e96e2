package io.gapless.exchange.stream;

import io.gapless.exchange.market.SymbolMarket;
import io.gapless.exchange.tape.Trade;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Writes the trade frames of one symbol, key for key as recorded: `e,E,s,t,p,q,T,m,M`.
final class FrameEncoder {

    private static final byte[] ID = ascii("\",\"t\":");
    private static final byte[] PRICE = ascii(",\"p\":\"");
    private static final byte[] QUANTITY = ascii("\",\"q\":\"");
    private static final byte[] TRADE_TIME = ascii("\",\"T\":");
    private static final byte[] MAKER_TRUE = ascii(",\"m\":true");
    private static final byte[] MAKER_FALSE = ascii(",\"m\":false");
    private static final byte[] BEST_TRUE = ascii(",\"M\":true}");
    private static final byte[] BEST_FALSE = ascii(",\"M\":false}");
    private static final byte[] EVENT = ascii("{\"e\":\"trade\",\"E\":");
    private static final byte[] CLOSE = ascii("}");

    /// Digits and fixed keys of a frame, without names and recorded data.
    private static final int FIXED_BYTES = 256;

    private final byte[] wrapper;
    private final byte[] symbolKey;

    FrameEncoder(String symbol) {
        wrapper = utf8("{\"stream\":\"" + streamName(symbol) + "\",\"data\":");
        symbolKey = utf8(",\"s\":\"" + symbol);
    }

    /// The name of a symbol's trade stream, lowercase.
    static String streamName(String symbol) {
        return symbol.toLowerCase(Locale.ROOT) + "@trade";
    }

    /// Appends the frame of one trade.
    void append(FrameBytes target, SymbolMarket market, long id, FrameStyle style) {
        Optional<byte[]> recorded = style.micros() ? Optional.empty() : market.recordedFrame(id);
        if (recorded.isPresent()) {
            byte[] data = recorded.get();
            target.startFrame(data.length + wrapper.length + CLOSE.length);
            if (style.combined()) {
                target.put(wrapper);
            }
            target.put(data);
        } else {
            target.startFrame(FIXED_BYTES + wrapper.length + symbolKey.length);
            if (style.combined()) {
                target.put(wrapper);
            }
            appendData(target, market.trade(id), style);
        }
        if (style.combined()) {
            target.put(CLOSE);
        }
        target.endFrame();
    }

    private void appendData(FrameBytes target, Trade trade, FrameStyle style) {
        target.put(EVENT);
        target.putNumber(style.time(trade.eventMicros()));
        target.put(symbolKey);
        target.put(ID);
        target.putNumber(trade.id());
        target.put(PRICE);
        target.putDecimal(trade.price());
        target.put(QUANTITY);
        target.putDecimal(trade.quantity());
        target.put(TRADE_TIME);
        target.putNumber(style.time(trade.tradeMicros()));
        target.put(trade.buyerMaker() ? MAKER_TRUE : MAKER_FALSE);
        target.put(trade.bestMatch() ? BEST_TRUE : BEST_FALSE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
