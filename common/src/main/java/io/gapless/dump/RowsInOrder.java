package io.gapless.dump;

import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;

/// The rows as the file has them.
final class RowsInOrder implements DumpRows {
    private final DumpCsv csv;
    private final LastRow last = new LastRow();

    RowsInOrder(DumpCsv csv) {
        this.csv = csv;
    }

    @Override
    public int next(TradeColumns into, int most) throws BrokenDumpException {
        int before = into.size();
        while (into.size() - before < most && csv.next()) {
            long id = csv.id();
            if (id <= last.id) {
                if (id < last.id) {
                    throw new UnorderedDumpException(
                            "%s: id %d comes after %d".formatted(csv.place(), id, last.id));
                }
                last.requireSame(csv);
                continue;
            }
            last.set(csv);
            into.add(
                    id,
                    csv.price(),
                    csv.quantity(),
                    csv.time(),
                    csv.buyerIsMaker(),
                    csv.bestMatch(),
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.DUMP);
        }
        return into.size() - before;
    }

    @Override
    public long repeated() {
        return last.repeated;
    }

    @Override
    public void close() {
        csv.close();
    }

    /// The row before, to which a row of the same id must be equal.
    private static final class LastRow {
        private long id = -1;
        private long price;
        private long quantity;
        private long time;
        private boolean buyerIsMaker;
        private boolean bestMatch;
        private long repeated;

        void set(DumpCsv csv) {
            id = csv.id();
            price = csv.price();
            quantity = csv.quantity();
            time = csv.time();
            buyerIsMaker = csv.buyerIsMaker();
            bestMatch = csv.bestMatch();
        }

        void requireSame(DumpCsv csv) throws BrokenDumpException {
            if (price != csv.price()
                    || quantity != csv.quantity()
                    || time != csv.time()
                    || buyerIsMaker != csv.buyerIsMaker()
                    || bestMatch != csv.bestMatch()) {
                throw csv.refused("another row of this id says something else");
            }
            repeated++;
        }
    }
}
