package io.gapless.simulation;

import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.Refusal;
import io.gapless.binance.Reply;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpHistory;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.util.Set;

/// What can be done wrong with the exchange's answers.
enum HistoryMistake implements Mistake {
    /// A page starts where it was asked to.
    TRUSTS_WHERE_A_PAGE_STARTS("trade") {
        @Override
        public TradeHistory history(TradeHistory history, Program program) {
            return new OtherHistory(history) {
                @Override
                public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
                    return super.page(symbol, fromId, limit).map(rows -> renumbered(rows, fromId));
                }
            };
        }
    },
    /// A refusal is a failure like any other: ask again.
    FORGETS_THE_BAN("told to stay away") {
        @Override
        public TradeHistory history(TradeHistory history, Program program) {
            return new OtherHistory(history) {
                @Override
                <T> Reply<T> seen(Reply<T> reply) {
                    return reply instanceof Reply.Refused<T>(var refusal)
                                    && refusal instanceof Refusal.Ban
                            ? new Reply.Refused<>(
                                    new Refusal.Unavailable(refusal.asked(), "failed"))
                            : reply;
                }
            };
        }
    },
    /// Pages are shorter by a row than what was asked for, and nobody asks for the last one.
    LEAVES_OUT_THE_LAST_ROW("not healed") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.LISTENER_KILLED, Fault.FRAME_LOST);
        }

        @Override
        public TradeHistory history(TradeHistory history, Program program) {
            return new OtherHistory(history) {
                @Override
                public Reply<TradeColumns> page(Symbol symbol, long fromId, int limit) {
                    return super.page(symbol, fromId, limit)
                            .map(rows -> rows.slice(0, Math.max(0, rows.size() - 1)));
                }
            };
        }
    },
    /// Ids that a page goes over never existed: one look is enough, and no dump need agree.
    CALLS_IDS_ABSENT_AT_FIRST_SIGHT("absent, and yet traded") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.REST_STEPS_OVER, Fault.FRAME_LOST, Fault.LISTENER_KILLED);
        }

        @Override
        public DumpHistory dumps(DumpHistory dumps, Program program) {
            return DumpHistory.NONE;
        }

        @Override
        public RepairSettings repair(RepairSettings s) {
            return new RepairSettings(
                    s.claimant(), s.staleAfter(), Duration.ofMillis(1), s.voidAfter());
        }
    };

    private final String shows;

    HistoryMistake(String shows) {
        this.shows = shows;
    }

    @Override
    public String shows() {
        return shows;
    }

    private static TradeColumns renumbered(TradeColumns rows, long fromId) {
        TradeColumns wrong = new TradeColumns(Math.max(1, rows.size()));
        for (int row = 0; row < rows.size(); row++) {
            wrong.add(
                    fromId + row,
                    rows.price(row),
                    rows.quantity(row),
                    rows.time(row),
                    rows.buyerIsMaker(row),
                    rows.bestMatch(row),
                    rows.eventTime(row),
                    rows.receivedAt(row),
                    rows.source(row));
        }
        return wrong;
    }
}
