package io.gapless.listener.feed;

/// Reads trade frames exactly as Binance writes them today, in one pass and without an object.
///
/// It either reads a frame completely or gives it up, never half: whatever differs in order, white
/// space, escapes or number format is left to [FrameReader], which accepts all of JSON. One
/// instance per connection; not for several threads at once.
final class FrameScanner {
    private static final String COMBINED = "{\"stream\":\"";
    private static final String COMBINED_TRADE = "\",\"data\":{\"e\":\"trade\",\"E\":";
    private static final String RAW_TRADE = "{\"e\":\"trade\",\"E\":";
    private static final String SYMBOL = ",\"s\":\"";
    private static final String ID = "\",\"t\":";
    private static final String PRICE = ",\"p\":\"";
    private static final String QUANTITY = "\",\"q\":\"";
    // Binance sent the order ids `b` and `a` until 2024-06.
    private static final String BUYER_ORDER = ",\"b\":";
    private static final String SELLER_ORDER = ",\"a\":";
    private static final String TIME = ",\"T\":";
    private static final String BUYER_IS_MAKER = ",\"m\":";
    private static final String BEST_MATCH = ",\"M\":";

    /// More digits may overflow 64 bits.
    private static final int MAX_DIGITS = 18;

    private static final int DECIMALS = 8;

    /// Longest name of a stream or a symbol read here, in characters.
    private static final int MAX_NAME = 100;

    private static final long GIVEN_UP = -1;

    private final SymbolTable symbols;
    private String frame = "";
    private int at;

    FrameScanner(SymbolTable symbols) {
        this.symbols = symbols;
    }

    /// Reads a trade frame.
    ///
    /// @param trade receives the values when the frame was read; its content is undefined otherwise
    /// @return whether the frame was read; the symbol is negative when it is not a wanted one
    boolean scan(String text, DecodedTrade trade) {
        frame = text;
        at = 0;
        boolean read = scanFrame(trade);
        frame = "";
        return read;
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
        return truth() && character('}') && (!combined || character('}')) && at == frame.length();
    }

    private boolean orderIds() {
        return !literal(BUYER_ORDER)
                || (number() != GIVEN_UP && literal(SELLER_ORDER) && number() != GIVEN_UP);
    }

    /// Skips text up to its closing quote; gives up on escapes, and on what JSON wants escaped.
    private boolean plainText() {
        int end = Math.min(frame.length(), at + MAX_NAME);
        while (at < end) {
            char c = frame.charAt(at);
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
        int end = Math.min(frame.length(), at + MAX_NAME);
        int hash = 0;
        while (at < end) {
            char c = frame.charAt(at);
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
        boolean leadingZero = count > 1 && frame.charAt(from) == '0';
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
        int end = Math.min(frame.length(), at + MAX_DIGITS + 1);
        long value = 0;
        while (at < end) {
            int digit = frame.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            at++;
        }
        return value;
    }

    private boolean truth() {
        return literal("true") || literal("false");
    }

    private boolean isNext(char c) {
        return at < frame.length() && frame.charAt(at) == c;
    }

    private boolean character(char c) {
        if (!isNext(c)) {
            return false;
        }
        at++;
        return true;
    }

    private boolean literal(String text) {
        if (!frame.startsWith(text, at)) {
            return false;
        }
        at += text.length();
        return true;
    }
}
