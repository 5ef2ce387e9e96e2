package io.gapless.exchange.tape;

import java.util.Arrays;

/// Cuts trade ids into taker orders so that either id leads to the other without counting from the beginning: every page
/// of 64 trade ids holds exactly 40 aggregates, in one of 64 seeded patterns. Recordings show 0.5 to 0.8 aggregates a trade.
final class OrderPages {

    private static final int TRADES = Long.SIZE;
    private static final int AGGREGATES = 40;
    private static final int PATTERNS = 64;
    private static final int LONG_RUN_EVERY = 8;

    private final long seed;

    /// Bit n is set where trade n of the page starts an aggregate.
    private final long[] patterns = new long[PATTERNS];

    OrderPages(long seed) {
        this.seed = seed;
        Draws draws = new Draws(seed);
        Arrays.setAll(patterns, n -> pattern(draws, n % LONG_RUN_EVERY == 0));
    }

    long aggregateOf(long tradeId) {
        long page = Math.floorDiv(tradeId, TRADES);
        long upTo = -1L >>> (TRADES - 1 - Math.floorMod(tradeId, TRADES));
        return page * AGGREGATES + Long.bitCount(patternOf(page) & upTo) - 1;
    }

    /// The trade that starts the aggregate `tradeId` is of.
    long firstTrade(long tradeId) {
        long page = Math.floorDiv(tradeId, TRADES);
        long upTo = -1L >>> (TRADES - 1 - Math.floorMod(tradeId, TRADES));
        return page * TRADES + TRADES - 1 - Long.numberOfLeadingZeros(patternOf(page) & upTo);
    }

    /// The trade that ends the aggregate `tradeId` is of.
    long lastTrade(long tradeId) {
        long page = Math.floorDiv(tradeId, TRADES);
        int place = Math.floorMod(tradeId, TRADES);
        long behind = place == TRADES - 1 ? 0 : patternOf(page) & (-1L << (place + 1));
        return page * TRADES + Long.numberOfTrailingZeros(behind) - 1;
    }

    IdRange tradesOf(long aggregateId) {
        long page = Math.floorDiv(aggregateId, AGGREGATES);
        long starts = patternOf(page);
        for (int skipped = Math.floorMod(aggregateId, AGGREGATES); skipped > 0; skipped--) {
            starts &= starts - 1;
        }
        long first = page * TRADES + Long.numberOfTrailingZeros(starts);
        return new IdRange(first, lastTrade(first));
    }

    private long patternOf(long page) {
        return patterns[(int) (Draws.hash(seed, page) & (PATTERNS - 1))];
    }

    private static long pattern(Draws draws, boolean longRun) {
        if (longRun) {
            // One large order eats 25 resting ones at a price; all the others are single trades.
            int from = 1 + draws.nextInt(AGGREGATES - 1);
            long run = ((1L << (TRADES - AGGREGATES)) - 1) << from;
            return ~run;
        }
        long starts = 1;
        while (Long.bitCount(starts) < AGGREGATES) {
            starts |= 1L << draws.nextInt(TRADES);
        }
        return starts;
    }
}
