package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.dump.BrokenDumpException;
import io.gapless.dump.DailyDump;
import io.gapless.dump.DumpDay;
import io.gapless.dump.DumpHistory;
import io.gapless.dump.DumpRows;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/// What can be done wrong with the exchange's daily dumps.
enum DumpMistake implements Mistake {
    /// A zip that can be unpacked will be right.
    BELIEVES_A_DUMP_WITH_A_WRONG_CHECKSUM("is stored, and") {
        @Override
        public Set<Fault> needs() {
            return Set.of(
                    Fault.DUMP_WRONG_CHECKSUM,
                    Fault.HISTORY_WITHDRAWN,
                    Fault.FRAME_LOST,
                    Fault.LISTENER_KILLED);
        }

        @Override
        public boolean believesEveryDump() {
            return true;
        }
    },
    /// What the exchange did not publish with its day never existed.
    TAKES_WHAT_A_DUMP_LACKS_FOR_ABSENT("absent, and yet traded") {
        private final Map<Program, Map<Symbol, Coverage>> lacking = new WeakHashMap<>();

        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.DUMP_SHORT, Fault.FRAME_LOST, Fault.LISTENER_KILLED);
        }

        @Override
        public DumpHistory dumps(DumpHistory dumps, Program program) {
            if (dumps.equals(DumpHistory.NONE)) {
                return dumps;
            }
            return (symbol, date, deadline) -> {
                DumpDay day = dumps.day(symbol, date, deadline);
                if (day instanceof DumpDay.Published(var dump)) {
                    lacking.computeIfAbsent(program, _ -> new HashMap<>())
                            .merge(symbol, holes(dump), Coverage::plus);
                }
                return day;
            };
        }

        @Override
        public Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
            return new OtherCheckpoints(checkpoints) {
                @Override
                public boolean write(Checkpoint next) {
                    Coverage never =
                            lacking.getOrDefault(program, Map.of())
                                    .getOrDefault(next.symbol(), Coverage.EMPTY)
                                    .minus(next.archived())
                                    .minus(next.claimed());
                    return super.write(
                            with(
                                    next,
                                    next.claims(),
                                    next.archived().plus(never),
                                    next.absent().plus(never)));
                }
            };
        }
    };

    private final String shows;

    DumpMistake(String shows) {
        this.shows = shows;
    }

    @Override
    public String shows() {
        return shows;
    }

    /// Ids that a dump goes over.
    private static Coverage holes(DailyDump dump) {
        TradeColumns all = new TradeColumns(1);
        try (DumpRows rows = dump.sortedRows()) {
            while (rows.next(all, 1_000) > 0) {
                // They are collected.
            }
        } catch (BrokenDumpException e) {
            return Coverage.EMPTY;
        }
        List<TradeIdRange> holes = new ArrayList<>();
        for (int row = 1; row < all.size(); row++) {
            if (all.id(row) > all.id(row - 1) + 1) {
                holes.add(new TradeIdRange(all.id(row - 1) + 1, all.id(row) - 1));
            }
        }
        return Coverage.of(holes);
    }
}
