package io.gapless.listener.feed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads trade frames exactly as Binance writes them today, in one pass and without an object.
///
/// It either reads a frame completely or gives it up, never half: whatever differs in order, white
/// space, escapes or number format is left to [FrameReader], which accepts all of JSON. One
/// instance per connection; not for several threads at once.
final class FrameScanner {
    private static final byte[] COMBINED = ascii("{\"stream\":\"");
    private static final byte[] COMBINED_TRADE = ascii("\",\"data\":{\"e\":\"trade\",\"E\":");
    private static final byte[] RAW_TRADE = ascii("{\"e\":\"trade\",\"E\":");
    private static final byte[] SYMBOL = ascii(",\"s\":\"");
    private static final byte[] ID = ascii("\",\"t\":");
    private static final byte[] PRICE = ascii(",\"p\":\"");
    private static final byte[] QUANTITY = ascii("\",\"q\":\"");
    // Binance sent the order ids `b` and `a` until 2024-06.
    private static final byte[] BUYER_ORDER = ascii(",\"b\":");
    private static final byte[] SELLER_ORDER = ascii(",\"a\":");
    private static final byte[] TIME = ascii(",\"T\":");
    private static final byte[] BUYER_IS_MAKER = ascii(",\"m\":");
    private static final byte[] BEST_MATCH = ascii(",\"M\":");

    /// More digits may overflow 64 bits.
    private static final int MAX_DIGITS = 18;

    private static final int DECIMALS = 8;

    /// Longest name of a stream or a symbol read here, in characters.
    private static final int MAX_NAME = 100;

    private static final long GIVEN_UP = -1;

    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private final SymbolTable symbols;
    private byte[] frame = {};
    private int at;
    private int end;

    FrameScanner(SymbolTable symbols) {
        this.symbols = symbols;
    }

    /// Reads a trade frame.
    ///
    /// @param trade receives the values when the frame was read; its content is undefined otherwise
    /// @return whether the frame was read; the symbol is negative when it is not a wanted one
    boolean scan(byte[] bytes, int from, int to, DecodedTrade trade) {
        frame = bytes;
        at = from;
        end = to;
        return scanFrame(trade);
    }

    private boolean scanFrame(DecodedTrade trade) {
        boolean combined = literal(COMBINED);
        if (combined ? !(plainText() && literal(COMBINED_TRADE)) : !literal(RAW_TRADE)) {
            return false;
        }
        trade.eventTime = time();
        if (trade.eventTime == GIVEN_UP || !literal(SYMBOL) || !symbol(trade) || !literal(ID)) {
            return false;
        }
        trade.id = number();
        if (trade.id == GIVEN_UP || !literal(PRICE)) {
            return false;
        }
        trade.price = decimal();
        if (trade.price == GIVEN_UP || !literal(QUANTITY)) {
            return false;
        }
        trade.quantity = decimal();
        if (trade.quantity == GIVEN_UP || !character('"') || !orderIds() || !literal(TIME)) {
            return false;
        }
        trade.time = time();
        if (trade.time == GIVEN_UP || !literal(BUYER_IS_MAKER)) {
            return false;
        }
        trade.buyerIsMaker = isNext('t');
        if (!truth() || !literal(BEST_MATCH)) {
            return false;
        }
        trade.bestMatch = isNext('t');
        return truth() && character('}') && (!combined || character('}')) && at == end;
    }

    private boolean orderIds() {
        return !literal(BUYER_ORDER)
                || (number() != GIVEN_UP && literal(SELLER_ORDER) && number() != GIVEN_UP);
    }

    /// Skips text up to its closing quote; gives up on escapes, on what JSON wants escaped, and beyond
    /// ASCII (where bytes are negative): whether that is UTF-8 is Tyrus's to find out.
    private boolean plainText() {
        int last = Math.min(end, at + MAX_NAME);
        while (at < last) {
            byte c = frame[at];
            if (c == '"') {
                return true;
            }
            if (c == '\\' || c < ' ') {
                return false;
            }
            at++;
        }
        return false;
    }

    private boolean symbol(DecodedTrade trade) {
        int from = at;
        int last = Math.min(end, at + MAX_NAME);
        int hash = 0;
        while (at < last) {
            byte c = frame[at];
            if (c == '"') {
                trade.symbol = symbols.indexOf(frame, from, at, hash);
                return true;
            }
            if (c == '\\' || c < ' ') {
                return false;
            }
            hash = SymbolTable.hash(hash, c);
            at++;
        }
        return false;
    }

    private long time() {
        long time = TradeTime.toMicros(number());
        return time == TradeTime.IMPLAUSIBLE ? GIVEN_UP : time;
    }

    /// A JSON integer that is not negative.
    private long number() {
        int from = at;
        long number = digits();
        int count = at - from;
        boolean leadingZero = count > 1 && frame[from] == '0';
        return count == 0 || count > MAX_DIGITS || leadingZero ? GIVEN_UP : number;
    }

    /// A decimal that is not negative and has all eight digits after the point, in units of 1e-8.
    private long decimal() {
        int from = at;
        long whole = digits();
        int wholeDigits = at - from;
        if (wholeDigits == 0 || wholeDigits > MAX_DIGITS - DECIMALS || !character('.')) {
            return GIVEN_UP;
        }
        from = at;
        long fraction = digits();
        return at - from == DECIMALS ? whole * 100_000_000L + fraction : GIVEN_UP;
    }

    /// The value of the digits that follow; wrong when they are too many, which the caller counts.
    private long digits() {
        int last = Math.min(end, at + MAX_DIGITS + 1);
        long value = 0;
        while (at < last) {
            int digit = frame[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            at++;
        }
        return value;
    }

    private boolean truth() {
        return literal(TRUE) || literal(FALSE);
    }

    private boolean isNext(char c) {
        return at < end && frame[at] == c;
    }

    private boolean character(char c) {
        if (!isNext(c)) {
            return false;
        }
        at++;
        return true;
    }

    private boolean literal(byte[] text) {
        int behind = at + text.length;
        if (behind > end || !Arrays.equals(frame, at, behind, text, 0, text.length)) {
            return false;
        }
        at = behind;
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
