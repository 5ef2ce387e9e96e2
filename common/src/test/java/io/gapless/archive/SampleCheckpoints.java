package io.gapless.archive;

import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Checkpoints for tests.
public final class SampleCheckpoints {
    /// When they were made.
    public static final Instant NOW = Instant.parse("2026-01-01T12:34:56.789012Z");

    private SampleCheckpoints() {}

    /// One with something in every field, with large ids and times of every precision.
    public static Checkpoint everyField(Symbol symbol, long version) {
        long billions = 3_735_683_259L;
        return new Checkpoint(
                symbol,
                version,
                ranges(0, 0, 7, 99, 1_000, billions),
                List.of(
                        claim(symbol, "c1", 200, 299),
                        claim(symbol, "c2", Long.MAX_VALUE - 9, Long.MAX_VALUE - 1)),
                ranges(0, 0, 50, 60),
                new Wanted(
                        OptionalLong.of(billions - 5),
                        ranges(0, 99),
                        ranges(500, 599, 700, 700),
                        Optional.empty()),
                List.of(
                        new Deferral(
                                new TradeIdRange(500, 599),
                                Deferral.Reason.STEPPED_OVER,
                                NOW.minusSeconds(3_600),
                                NOW.plus(Duration.ofHours(1))),
                        new Deferral(
                                new TradeIdRange(700, 700),
                                Deferral.Reason.WITHDRAWN,
                                Instant.parse("2025-12-31T23:59:59.999999Z"),
                                Instant.parse("2026-01-02T00:00:00Z"))),
                Optional.of(new Checkpoint.Ahead(billions + 77, NOW.minusMillis(1))),
                NOW.minusSeconds(60),
                NOW);
    }

    /// The first version of one that is followed from 1 on.
    public static Checkpoint first(Symbol symbol) {
        return Checkpoint.none(symbol).change().follow(1).at(NOW);
    }

    /// One that is followed from `origin` on and holds nothing yet.
    public static Checkpoint followed(long origin) {
        return Checkpoint.none(SampleTrades.SYMBOL).change().follow(origin).at(NOW);
    }

    /// The same with more ids stored: claimed and committed, in two versions.
    public static Checkpoint stored(Checkpoint checkpoint, long first, long last) {
        String id = first + "-" + last;
        Checkpoint claimed =
                checkpoint.change().claim(claim(checkpoint.symbol(), id, first, last)).at(NOW);
        return claimed.change().commit(Set.of(id)).at(NOW);
    }

    /// One whose archived ids are in as many pieces.
    public static Checkpoint inPieces(Symbol symbol, int pieces) {
        return inPieces(symbol, pieces, NOW);
    }

    /// @param headTime of the last piece's last trade
    public static Checkpoint inPieces(Symbol symbol, int pieces, Instant headTime) {
        List<TradeIdRange> ranges = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            long start = 3_000_000_000L + 1_000L * i;
            ranges.add(new TradeIdRange(start, start + 900));
        }
        return new Checkpoint(
                symbol,
                1,
                Coverage.of(ranges),
                List.of(),
                Coverage.EMPTY,
                Wanted.followedFrom(3_000_000_000L),
                List.of(),
                Optional.empty(),
                headTime,
                NOW);
    }

    public static Claim claim(Symbol symbol, String id, long first, long last) {
        long from = Trade.micros(Instant.parse("2026-01-01T00:00:00Z"));
        BatchKey key = new BatchKey(symbol, from, from + 59_999_999, new TradeIdRange(first, last));
        return new Claim(id, key, "listener/ip-10-0-0-1", NOW.plusSeconds(120));
    }

    private static Coverage ranges(long... bounds) {
        List<TradeIdRange> ranges = new ArrayList<>();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(new TradeIdRange(bounds[i], bounds[i + 1]));
        }
        return Coverage.of(ranges);
    }
}
