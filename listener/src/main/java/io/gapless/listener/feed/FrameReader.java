package io.gapless.listener.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.gapless.binance.StrictJson;
import io.gapless.trade.Decimal8;
import io.gapless.trade.Trade;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads any JSON frame, with its keys in any order; slower than [FrameScanner], and the judge of
/// what a frame means.
///
/// A frame is decoded exactly or refused: a key given twice, an integer in quotes, a fraction of
/// 1e-8, a time outside of 2017 to 2200 are refused. One instance per connection; not for several
/// threads at once.
final class FrameReader {
    private static final JsonFactory JSON =
            StrictJson.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

    private final SymbolTable symbols;
    private final FrameFields root = new FrameFields();
    private final FrameFields data = new FrameFields();
    private final FrameFields error = new FrameFields();
    private boolean hasData;
    private boolean hasError;

    FrameReader(SymbolTable symbols) {
        this.symbols = symbols;
    }

    /// Reads a frame.
    ///
    /// @param trade receives the values when it is [StreamFrame.Kind#TRADE]; undefined otherwise
    StreamFrame read(String frame, DecodedTrade trade) {
        root.clear();
        data.clear();
        error.clear();
        hasData = false;
        hasError = false;
        try (JsonParser json = JSON.createParser(frame)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                readObject(json, root, true);
            } else if (first == JsonToken.START_ARRAY) {
                json.skipChildren();
            } else {
                return unreadable("neither a JSON object nor a list", frame);
            }
            if (json.nextToken() != null) {
                return unreadable("more than one JSON value", frame);
            }
            return interpret(trade);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            return unreadable(
                    "not the JSON expected"
                            + (place == null ? "" : " at character " + place.getColumnNr())
                            + ": "
                            + e.getOriginalMessage(),
                    frame);
        } catch (IOException e) {
            return unreadable("not readable: " + e.getMessage(), frame);
        } catch (UnreadableField e) {
            return unreadable(e.problem, frame);
        }
    }

    private void readObject(JsonParser json, FrameFields fields, boolean isRoot)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken type = json.nextToken();
            if (isRoot && type == JsonToken.START_OBJECT && "data".equals(name)) {
                hasData = true;
                readObject(json, data, false);
                continue;
            }
            if (isRoot && type == JsonToken.START_OBJECT && "error".equals(name)) {
                hasError = true;
                readObject(json, error, false);
                continue;
            }
            FrameKey key = FrameKey.of(name);
            if (key == FrameKey.RESULT && type == JsonToken.START_ARRAY) {
                fields.putListed(countElements(json));
            } else if (type.isStructStart()) {
                json.skipChildren();
                if (key != null) {
                    fields.put(key, type, null);
                }
            } else if (key != null) {
                fields.put(key, type, json.getText());
            }
        }
    }

    private static int countElements(JsonParser json) throws IOException {
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            count++;
            json.skipChildren();
        }
        return count;
    }

    private StreamFrame interpret(DecodedTrade trade) {
        boolean combined = root.has(FrameKey.STREAM);
        if (combined && !hasData) {
            return StreamFrame.Kind.OTHER;
        }
        FrameFields payload = combined ? data : root;
        if (payload.isText(FrameKey.EVENT, "trade")) {
            return readTrade(payload, trade);
        }
        if (payload.isText(FrameKey.EVENT, "serverShutdown")) {
            return StreamFrame.Kind.SERVER_SHUTDOWN;
        }
        if (combined || payload.has(FrameKey.EVENT)) {
            return StreamFrame.Kind.OTHER;
        }
        if (hasError) {
            return errorReply(error);
        }
        if (root.has(FrameKey.CODE)) {
            return errorReply(root);
        }
        if (root.has(FrameKey.RESULT)) {
            return new StreamFrame.Reply(
                    requestId(),
                    root.is(FrameKey.RESULT, JsonToken.START_ARRAY)
                            ? OptionalInt.of(root.listed())
                            : OptionalInt.empty());
        }
        return StreamFrame.Kind.OTHER;
    }

    private StreamFrame readTrade(FrameFields fields, DecodedTrade trade) {
        trade.id = integer(fields, FrameKey.ID);
        if (trade.id < 0 || trade.id == Long.MAX_VALUE) {
            throw new UnreadableField("t is no trade id: " + trade.id);
        }
        trade.price = decimal(fields, FrameKey.PRICE);
        trade.quantity = decimal(fields, FrameKey.QUANTITY);
        trade.time = time(fields, FrameKey.TIME);
        trade.eventTime =
                fields.has(FrameKey.EVENT_TIME) ? time(fields, FrameKey.EVENT_TIME) : Trade.UNKNOWN;
        trade.buyerIsMaker = truth(fields, FrameKey.BUYER_IS_MAKER);
        // Documented as "ignore" and always true: a frame without it is still a whole trade.
        trade.bestMatch = !fields.has(FrameKey.BEST_MATCH) || truth(fields, FrameKey.BEST_MATCH);
        if (!fields.is(FrameKey.SYMBOL, JsonToken.VALUE_STRING)) {
            throw new UnreadableField("s is not a text");
        }
        trade.symbol = symbols.indexOf(fields.text(FrameKey.SYMBOL));
        return trade.symbol < 0 ? StreamFrame.Kind.OTHER : StreamFrame.Kind.TRADE;
    }

    private StreamFrame errorReply(FrameFields fields) {
        return new StreamFrame.ErrorReply(
                requestId(),
                TradeFrameDecoder.sample(
                        "code "
                                + fields.text(FrameKey.CODE)
                                + ": "
                                + fields.text(FrameKey.MESSAGE)));
    }

    private OptionalLong requestId() {
        if (!root.is(FrameKey.REQUEST, JsonToken.VALUE_NUMBER_INT)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(integer(root, FrameKey.REQUEST));
    }

    private static long integer(FrameFields fields, FrameKey key) {
        if (!fields.is(key, JsonToken.VALUE_NUMBER_INT)) {
            throw new UnreadableField(key.text + " is not an integer");
        }
        try {
            return Long.parseLong(fields.text(key));
        } catch (NumberFormatException e) {
            throw new UnreadableField(key.text + " does not fit in 64 bits", e);
        }
    }

    private static long time(FrameFields fields, FrameKey key) {
        long time = TradeTime.toMicros(integer(fields, key));
        if (time == TradeTime.IMPLAUSIBLE) {
            throw new UnreadableField(
                    key.text + " is no time of 2017 to 2200 in ms or µs: " + fields.text(key));
        }
        return time;
    }

    private static long decimal(FrameFields fields, FrameKey key) {
        if (!fields.is(key, JsonToken.VALUE_STRING)) {
            throw new UnreadableField(key.text + " is not a decimal in quotes");
        }
        try {
            return Decimal8.parse(fields.text(key));
        } catch (NumberFormatException e) {
            throw new UnreadableField(key.text + ": " + e.getMessage(), e);
        }
    }

    private static boolean truth(FrameFields fields, FrameKey key) {
        if (fields.is(key, JsonToken.VALUE_TRUE)) {
            return true;
        }
        if (fields.is(key, JsonToken.VALUE_FALSE)) {
            return false;
        }
        throw new UnreadableField(key.text + " is neither true nor false");
    }

    private static StreamFrame unreadable(String problem, String frame) {
        return new StreamFrame.Unreadable(
                TradeFrameDecoder.sample(problem), TradeFrameDecoder.sample(frame));
    }

    /// Ends the reading of a frame; never leaves this class.
    private static final class UnreadableField extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String problem;

        UnreadableField(String problem) {
            super(problem);
            this.problem = problem;
        }

        UnreadableField(String problem, NumberFormatException cause) {
            super(problem, cause);
            this.problem = problem;
        }
    }
}
