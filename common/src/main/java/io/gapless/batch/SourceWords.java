package io.gapless.batch;

import io.gapless.trade.Source;
import io.gapless.trade.TradeColumns;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.stream.Collectors;

/// Sources as the file tells them: words in the column, numbers while a column is handled.
final class SourceWords {
    private static final Source[] SOURCES = Source.values();

    private SourceWords() {}

    @SuppressWarnings("EnumOrdinal") // lives no longer than one call of the codec
    static long position(Source source) {
        return source.ordinal();
    }

    static Source at(long position) {
        return SOURCES[(int) position];
    }

    static byte[] word(long position) {
        return at(position).word().getBytes(StandardCharsets.UTF_8);
    }

    static long position(byte[] word) {
        try {
            return position(Source.of(new String(word, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new CorruptBatchException(String.valueOf(e.getMessage()), e);
        }
    }

    /// All sources of the rows: `live`, or `live,rest` where rows of several were joined.
    static String of(TradeColumns trades) {
        EnumSet<Source> sources = EnumSet.noneOf(Source.class);
        for (int row = 0; row < trades.size(); row++) {
            if (row == 0 || trades.source(row) != trades.source(row - 1)) {
                sources.add(trades.source(row));
            }
        }
        return sources.stream().map(Source::word).collect(Collectors.joining(","));
    }
}
