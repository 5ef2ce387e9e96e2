package io.gapless.binance;

import io.gapless.exchange.tape.IdRange;
import io.gapless.exchange.tape.SymbolTape;
import io.gapless.exchange.tape.Tape;
import io.gapless.exchange.tape.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Lets the simulated exchange play what is on a [TradeTape].
record TradedTape(TradeTape tape) implements Tape {
    @Override
    public Set<String> symbols() {
        return tape.names();
    }

    @Override
    public OptionalLong naturalStartMicros() {
        return OptionalLong.empty();
    }

    @Override
    public SymbolTape begin(String symbol, long startMicros) {
        return new Traded(tape.trades(symbol));
    }

    private record Traded(TradeColumns trades) implements SymbolTape {
        @Override
        public long firstId() {
            return trades.isEmpty() ? 0 : trades.id(0);
        }

        @Override
        public long lastIdAt(long micros) {
            int row = trades.size() - 1;
            while (row >= 0 && trades.time(row) > micros) {
                row--;
            }
            return row < 0 ? firstId() - 1 : trades.id(row);
        }

        @Override
        public Trade trade(long id) {
            int row = rowOf(id);
            return new Trade(
                    id,
                    trades.price(row),
                    trades.quantity(row),
                    trades.time(row),
                    trades.time(row),
                    trades.buyerIsMaker(row),
                    trades.bestMatch(row));
        }

        @Override
        public long aggregateOf(long id) {
            List<AggregateTrade> all = aggregates();
            for (int number = 0; number < all.size(); number++) {
                if (all.get(number).trades().orElseThrow().contains(id)) {
                    return number;
                }
            }
            throw new IllegalArgumentException("no trade " + id);
        }

        @Override
        public IdRange tradesOf(long aggregateId) {
            TradeIdRange ids =
                    aggregates().get(Math.toIntExact(aggregateId)).trades().orElseThrow();
            return new IdRange(ids.first(), ids.last());
        }

        @Override
        public List<IdRange> holes() {
            List<IdRange> holes = new ArrayList<>();
            for (int row = 1; row < trades.size(); row++) {
                if (trades.id(row) > trades.id(row - 1) + 1) {
                    holes.add(new IdRange(trades.id(row - 1) + 1, trades.id(row) - 1));
                }
            }
            return holes;
        }

        @Override
        public void burst(long micros, int count, Duration within) {
            throw new UnsupportedOperationException("the tape is written");
        }

        private List<AggregateTrade> aggregates() {
            return TapeAggregates.from(trades, java.time.Instant.EPOCH, trades.size());
        }

        private int rowOf(long id) {
            int low = 0;
            int high = trades.size() - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (trades.id(middle) < id) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
