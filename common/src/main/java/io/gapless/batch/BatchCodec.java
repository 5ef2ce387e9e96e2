package io.gapless.batch;

import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.nio.BufferUnderflowException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Batches as the bytes of objects, and back: Parquet with zstd, one fixed schema.
///
/// The same batch gives the same bytes, with the same version of the zstd library. No more memory is
/// taken than a few times what the columns of the batch hold. Stateless: safe for use by many threads
/// at once.
///
/// Each column is written in whichever of a few encodings comes out smallest, all of them such as
/// Athena, Snowflake and Spark document: PLAIN, RLE, RLE_DICTIONARY, DELTA_BINARY_PACKED, in data
/// pages of version 1, the only one that all readers have always known.
public final class BatchCodec {
    /// Version of the format, in every object's footer and metadata.
    public static final String FORMAT = "1";

    /// Most characters of what a footer says that are quoted to people.
    private static final int MAX_QUOTED = 80;

    private static final ThreadLocal<Boolean> LEAST_EFFORT = ThreadLocal.withInitial(() -> false);

    private static final Pattern RANGE = Pattern.compile("(\\d{1,19})-(\\d{1,19})");

    /// For simulations: from now on this thread writes objects that are larger than need be, quickly.
    /// They are of the same format, and read in the same way.
    public static void takeTheLeastEffort() {
        LEAST_EFFORT.set(true);
    }

    static boolean takesTheLeastEffort() {
        return LEAST_EFFORT.get();
    }

    /// The object of a batch.
    public byte[] encode(Batch batch) {
        ObjectWriter writer = new ObjectWriter();
        writer.write(batch.trades());
        Map<String, String> facts = facts(batch.symbol());
        facts.put(Footer.SOURCE_KEY, SourceWords.of(batch.trades()));
        return writer.finish(facts);
    }

    /// An object without rows, for a claim that no source can build. Readers of the archive see
    /// nothing of it.
    public byte[] encodeVoid(BatchKey key) {
        Map<String, String> facts = facts(key.symbol());
        facts.put(Footer.VOID_KEY, key.range().first() + "-" + key.range().last());
        return new ObjectWriter().finish(facts);
    }

    /// What is in an object, whatever its key.
    ///
    /// @throws CorruptBatchException when the bytes are not an undamaged object of this archive.
    ///     Nothing else is thrown, whatever the bytes are, and no more memory is taken than a batch of
    ///     [Batch#MAX_TRADES] needs
    public Content decode(byte[] object) {
        try {
            return content(new ObjectReader(object));
        } catch (BufferUnderflowException e) {
            throw new CorruptBatchException("a page ends too early", e);
        }
    }

    /// What is in the object under a key: rows that are exactly the claimed ones, or a void.
    ///
    /// @throws CorruptBatchException when the bytes are damaged, or contradict the key
    public Content decode(BatchKey key, byte[] object) {
        Content content;
        try {
            content = decode(object);
        } catch (CorruptBatchException e) {
            throw new CorruptBatchException("object " + key + ": " + e.getMessage(), e);
        }
        Optional<String> contradiction = content.contradiction(key);
        if (contradiction.isPresent()) {
            throw new CorruptBatchException(
                    "object " + key + " contradicts its key: " + contradiction.get());
        }
        return content;
    }

    /// What is told about a batch's object beside its bytes: `format`, `source`, `trades`.
    public Map<String, String> metadata(Batch batch) {
        return Map.of(
                "format",
                FORMAT,
                "source",
                SourceWords.of(batch.trades()),
                "trades",
                Integer.toString(batch.size()));
    }

    /// What is told about a void beside its bytes: `format`, `kind`, `trades`.
    public Map<String, String> voidMetadata() {
        return Map.of("format", FORMAT, "kind", "void", "trades", "0");
    }

    private static Map<String, String> facts(Symbol symbol) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(Footer.FORMAT_KEY, FORMAT);
        facts.put(Footer.SYMBOL_KEY, symbol.toString());
        return facts;
    }

    private static Content content(ObjectReader reader) {
        String format = reader.fact(Footer.FORMAT_KEY).orElse("none");
        if (!format.equals(FORMAT)) {
            throw new CorruptBatchException(
                    "format %s; this version reads format %s"
                            .formatted(Excerpt.of(format, MAX_QUOTED), FORMAT));
        }
        Symbol symbol;
        try {
            symbol = Symbol.of(reader.fact(Footer.SYMBOL_KEY).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new CorruptBatchException(String.valueOf(e.getMessage()), e);
        }
        Optional<String> voided = reader.fact(Footer.VOID_KEY);
        if (voided.isEmpty() == (reader.rows() == 0)) {
            throw new CorruptBatchException(
                    voided.isEmpty() ? "no rows, and not said to be a void" : "a void with rows");
        }
        return voided.isPresent()
                ? new Content.Void(symbol, range(voided.get()))
                : new Content.Rows(symbol, reader.trades());
    }

    private static TradeIdRange range(String text) {
        Matcher range = RANGE.matcher(text);
        try {
            if (range.matches()) {
                return new TradeIdRange(
                        Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw new CorruptBatchException("a void of the ids " + Excerpt.of(text, MAX_QUOTED), e);
        }
        throw new CorruptBatchException("a void of the ids " + Excerpt.of(text, MAX_QUOTED));
    }
}
