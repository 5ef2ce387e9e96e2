package io.gapless.exchange.tape;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// One symbol of a [SeededTape]. Nothing is kept per trade: counts per block are summed, moments are drawn again when a page
/// asks for them, everything else is a hash of the id. Trades of one aggregate share moment, price and side.
final class SeededSymbol implements SymbolTape {

    /// A trade is published this long after it happened; its event time lies between.
    static final long PUBLICATION_MICROS = 1_000;

    private final long seed;
    private final long anchorId;
    private final long anchorMicros;
    private final long firstId;
    private final OrderPages orders;
    private final PriceWalk prices;
    private final BlockIndex blocks;
    private long seenMicros = Long.MIN_VALUE;

    SeededSymbol(long seed, BlockTimes times, PriceWalk prices, IdAnchor anchor, long history) {
        this.seed = seed;
        this.prices = prices;
        anchorId = anchor.id();
        anchorMicros = anchor.micros();
        firstId = anchorId - history;
        orders = new OrderPages(seed);
        blocks = new BlockIndex(times, history);
    }

    /// The moment at which an id is the next to be traded.
    record IdAnchor(long id, long micros) {}

    @Override
    public long firstId() {
        return firstId;
    }

    @Override
    public long lastIdAt(long micros) {
        seenMicros = Math.max(seenMicros, micros);
        long traded = blocks.countUntil(micros - PUBLICATION_MICROS - anchorMicros);
        if (micros >= anchorMicros) {
            // History is published as a whole: an exchange starts with exactly its history.
            traded = Math.max(traded, 0);
        }
        long last = anchorId + traded - 1;
        return last < firstId ? firstId - 1 : orders.lastTrade(last);
    }

    @Override
    public Trade trade(long id) {
        long aggregate = orders.aggregateOf(id);
        boolean buyerMaker = prices.buyerMaker(aggregate);
        long start = Math.max(firstId, orders.firstTrade(id));
        long micros = anchorMicros + blocks.moment(start - anchorId);
        long delay = 1 + Math.floorMod(Draws.hash(seed ^ 0x45, aggregate), PUBLICATION_MICROS - 1);
        return new Trade(
                id,
                prices.price(aggregate, buyerMaker),
                prices.quantity(id),
                micros,
                micros + delay,
                buyerMaker,
                true);
    }

    @Override
    public long priceOf(long id) {
        long aggregate = orders.aggregateOf(id);
        return prices.price(aggregate, prices.buyerMaker(aggregate));
    }

    @Override
    public long quantityOf(long id) {
        return prices.quantity(id);
    }

    @Override
    public long aggregateOf(long id) {
        return orders.aggregateOf(id);
    }

    @Override
    public IdRange tradesOf(long aggregateId) {
        IdRange trades = orders.tradesOf(aggregateId);
        return new IdRange(Math.max(firstId, trades.first()), trades.last());
    }

    @Override
    public void burst(long micros, int trades, Duration within) {
        long start = Math.max(micros, seenMicros) + 1 - anchorMicros;
        long spread = Math.max(1, within.toNanos() / 1_000);
        Draws draws = new Draws(Draws.hash(seed, start));
        long[] moments = new long[trades];
        Arrays.setAll(moments, _ -> start + draws.nextLong(spread));
        Arrays.sort(moments);
        blocks.add(moments);
    }

    /// Trades counted by block, from the anchor both ways, and the moments of the blocks used last.
    private static final class BlockIndex {

        private static final int KEPT_BLOCKS = 4;

        private final BlockTimes times;
        private final long history;
        private final Map<Long, long[]> bursts = new HashMap<>();
        private final long[] keptBlocks = new long[KEPT_BLOCKS];
        private final long[][] keptMoments = new long[KEPT_BLOCKS][];
        private int nextKept;

        /// Trades from the anchor to the start of block n, and back from the anchor to the start of block -n.
        private final Sums ahead = new Sums();

        private final Sums behind = new Sums();

        BlockIndex(BlockTimes times, long history) {
            this.times = times;
            this.history = history;
        }

        /// Trades from the anchor to `micros` (included), negative before the anchor.
        long countUntil(long micros) {
            long block = Math.floorDiv(micros, times.blockMicros());
            while (block < 0 && behind.last() < history && behind.size() <= -block) {
                behind.add(count(-behind.size()));
            }
            if (block < 0 && behind.size() <= -block) {
                return -history;
            }
            return startOf(block) + upTo(moments(block), micros);
        }

        /// When the trade with this place (0 = the first one after the anchor) happened, in µs from the anchor.
        long moment(long place) {
            long block = place < 0 ? -behindBlock(-place) : aheadBlock(place);
            return moments(block)[(int) (place - startOf(block))];
        }

        void add(long[] moments) {
            int from = 0;
            while (from < moments.length) {
                long block = Math.floorDiv(moments[from], times.blockMicros());
                int to = from;
                while (to < moments.length
                        && Math.floorDiv(moments[to], times.blockMicros()) == block) {
                    to++;
                }
                long[] more = Arrays.copyOfRange(moments, from, to);
                bursts.merge(block, more, BlockIndex::merged);
                ahead.shorten(block + 1);
                from = to;
            }
            Arrays.fill(keptMoments, null);
        }

        private long startOf(long block) {
            if (block < 0) {
                return -behind.get(-block);
            }
            while (ahead.size() <= block) {
                ahead.add(count(ahead.size() - 1));
            }
            return ahead.get(block);
        }

        private long aheadBlock(long place) {
            while (ahead.last() <= place) {
                ahead.add(count(ahead.size() - 1));
            }
            return ahead.lastAtMost(place);
        }

        private long behindBlock(long back) {
            while (behind.last() < back) {
                behind.add(count(-behind.size()));
            }
            return behind.firstAtLeast(back);
        }

        private int count(long block) {
            long[] more = bursts.get(block);
            return times.count(block) + (more == null ? 0 : more.length);
        }

        private long[] moments(long block) {
            for (int i = 0; i < KEPT_BLOCKS; i++) {
                long[] kept = keptMoments[i];
                if (kept != null && keptBlocks[i] == block) {
                    return kept;
                }
            }
            long[] moments = times.offsets(block);
            for (int i = 0; i < moments.length; i++) {
                moments[i] += block * times.blockMicros();
            }
            long[] more = bursts.get(block);
            long[] all = more == null ? moments : merged(moments, more);
            keptBlocks[nextKept] = block;
            keptMoments[nextKept] = all;
            nextKept = (nextKept + 1) % KEPT_BLOCKS;
            return all;
        }

        private static long[] merged(long[] one, long[] other) {
            long[] both = Arrays.copyOf(one, one.length + other.length);
            System.arraycopy(other, 0, both, one.length, other.length);
            Arrays.sort(both);
            return both;
        }

        private static int upTo(long[] ascending, long limit) {
            int low = 0;
            int high = ascending.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (ascending[middle] <= limit) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
