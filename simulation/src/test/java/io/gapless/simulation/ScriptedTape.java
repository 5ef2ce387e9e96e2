package io.gapless.simulation;

import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// What is traded of a symbol in a story: so many trades a second, more at some times, and what is
/// peculiar.
final class ScriptedTape {
    private static final long FIRST_ID = 1_000_000;
    private static final double MICROS = 1e6;

    /// Of 1e-8.
    private static final long USUAL_PRICE = 100_000L * 100_000_000;

    private static final long TICK = 1_000_000;
    private static final long LARGEST_STEP = 5;
    private static final long LARGEST_QUANTITY = 10_000_000_000L;

    /// At some moment, ids are used up or trades happen within a millisecond.
    private record Moment(Duration at, int trades, int missingIds) {}

    private record Busy(Duration from, Duration to, double perSecond) {}

    private final double perSecond;
    private final List<Moment> moments = new ArrayList<>();
    private final List<Busy> busy = new ArrayList<>();
    private long price;
    private Duration end = Duration.ofDays(7);

    ScriptedTape(double perSecond) {
        this.perSecond = perSecond;
    }

    void burst(Duration at, int trades) {
        moments.add(new Moment(at, trades, 0));
    }

    void neverIssued(Duration at, int ids) {
        moments.add(new Moment(at, 0, ids));
    }

    void busy(Duration from, Duration to, double perSecond) {
        busy.add(new Busy(from, to, perSecond));
    }

    void ends(Duration at) {
        end = at;
    }

    /// @param start what times of the script are counted from
    /// @param before how long before that trading begins
    TradeColumns write(Instant start, Duration before, Duration until, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TradeColumns trades = new TradeColumns(1_024);
        long zero = Trade.micros(start);
        long stop = micros(until.compareTo(end) < 0 ? until : end);
        List<Moment> left = new ArrayList<>(moments);
        left.sort(Comparator.comparing(Moment::at));
        long id = FIRST_ID;
        price = USUAL_PRICE;
        long at = -micros(before);
        while (at < stop) {
            while (!left.isEmpty() && micros(left.getFirst().at()) <= at) {
                Moment moment = left.removeFirst();
                id += moment.missingIds();
                for (int i = 0; i < moment.trades(); i++) {
                    add(trades, id++, zero + micros(moment.at()) + i, random);
                }
            }
            add(trades, id++, zero + at, random);
            long next = at + Math.round(-Math.log(1 - random.nextDouble()) / rate(at) * MICROS);
            at = left.isEmpty() ? next : Math.min(next, Math.max(at, micros(left.getFirst().at())));
        }
        return trades;
    }

    private double rate(long at) {
        for (Busy each : busy) {
            if (micros(each.from()) <= at && at < micros(each.to())) {
                return each.perSecond();
            }
        }
        return perSecond;
    }

    private void add(TradeColumns trades, long id, long at, SplittableRandom random) {
        price += random.nextLong(-LARGEST_STEP, LARGEST_STEP + 1) * TICK;
        trades.add(
                id,
                price,
                random.nextLong(1, LARGEST_QUANTITY),
                at,
                random.nextBoolean(),
                true,
                Trade.UNKNOWN,
                Trade.UNKNOWN,
                Source.REST);
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }
}
