package io.gapless.trade;

import io.gapless.batch.Batch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Trades as a market makes them: consecutive ids, prices that wander, a few at once and then none.
/// The same seed and the same calls give the same trades.
public final class SampleTrades {
    public static final Symbol SYMBOL = Symbol.of("BTCUSDT");

    private static final long TICK = Decimal8.ONE / 100;
    private static final long LOT = Decimal8.ONE / 100_000;

    private final RandomGenerator random;
    private long nextId = 3_071_245_454L;
    private long now = Trade.micros(Instant.parse("2026-01-01T12:00:00Z"));
    private long price = 28_165 * Decimal8.ONE;
    private Source source = Source.LIVE;

    public SampleTrades(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// The next trade has this id.
    public SampleTrades fromId(long id) {
        nextId = id;
        return this;
    }

    /// The next trade is not before this time.
    public SampleTrades at(Instant time) {
        now = Trade.micros(time);
        return this;
    }

    public SampleTrades advance(Duration quiet) {
        now += quiet.toNanos() / 1_000;
        return this;
    }

    /// Moves to shortly before the next UTC midnight.
    public SampleTrades beforeMidnight(Duration left) {
        Instant midnight = Trade.dateOf(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return at(midnight.minus(left));
    }

    /// The exchange never issues these ids.
    public SampleTrades skipIds(long count) {
        nextId += count;
        return this;
    }

    /// Trades to come are known from here. Only [Source#LIVE] tells when they were sent and received.
    public SampleTrades from(Source from) {
        source = from;
        return this;
    }

    /// The id that the next trade will have.
    public long nextId() {
        return nextId;
    }

    /// The next trade, mostly some milliseconds after the one before.
    public Trade next() {
        now += random.nextInt(3) == 0 ? (long) (-20_000 * Math.log(random.nextDouble())) : 0;
        return trade();
    }

    /// Trades that follow one another as in a calm market.
    public TradeColumns take(int count) {
        TradeColumns trades = new TradeColumns(Math.max(1, count));
        for (int i = 0; i < count; i++) {
            trades.add(next());
        }
        return trades;
    }

    /// Trades of one and the same microsecond: one large order that met many small ones.
    public TradeColumns burst(int count) {
        TradeColumns trades = new TradeColumns(Math.max(1, count));
        for (int i = 0; i < count; i++) {
            trades.add(trade());
        }
        return trades;
    }

    /// A batch of [#take].
    public Batch batch(int count) {
        return new Batch(SYMBOL, take(count));
    }

    private Trade trade() {
        price += random.nextInt(4) == 0 ? TICK * random.nextInt(-5, 6) : 0;
        long lots = (long) Math.exp(random.nextGaussian() * 2.5 + 4) + 1;
        boolean live = source == Source.LIVE;
        long eventTime = now + random.nextInt(2_000);
        return new Trade(
                nextId++,
                price,
                lots * LOT,
                now,
                random.nextBoolean(),
                true,
                live ? eventTime : Trade.UNKNOWN,
                live ? eventTime + 4_000 + random.nextInt(3_000) : Trade.UNKNOWN,
                source);
    }
}
