package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.batch.BatchKey;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayTallyTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final long TIME = Trade.micros(Instant.parse("2026-03-01T12:00:00Z"));

    private final DayTally tally = new DayTally();

    private static Trade trade(long id) {
        return new Trade(id, 1, 1, TIME, false, true, Trade.UNKNOWN, Trade.UNKNOWN, Source.DUMP);
    }

    private static TradeColumns block(long... ids) {
        TradeColumns block = new TradeColumns(ids.length);
        for (long id : ids) {
            block.add(trade(id));
        }
        return block;
    }

    private static Conflict conflict(long id) {
        BatchKey key = new BatchKey(A, TIME, TIME, new TradeIdRange(id, id));
        return new Conflict(A, key, trade(id), trade(id));
    }

    private void readBoth() {
        tally.read(block(100, 101, 104));
        tally.read(block(106, 107, 110));
    }

    @Test
    void holesAreCountedWithinBlocksAndBetweenThem() {
        readBoth();

        assertThat(tally.read().rows()).isEqualTo(6);
        assertThat(tally.read().firstId()).isEqualTo(100);
        assertThat(tally.read().lastId()).isEqualTo(110);
        assertThat(tally.read().holes()).isEqualTo(5);
    }

    @Test
    void aDumpThatIsReadAnewKeepsOnlyWhatWasWritten() {
        readBoth();
        tally.archived(3);
        tally.takenOver(2);
        tally.there(5);
        tally.unwanted(7);
        tally.conflict(conflict(1));
        tally.startOver();
        readBoth();

        assertThat(tally.read())
                .isEqualTo(new DayReport.Read(6, 100, 110, 5, 3, 2, 0, 0, 0, List.of()));
    }

    @Test
    void whatIsTakenOverAndArchivedAddsUp() {
        tally.archived(3);
        tally.archived(4);
        tally.takenOver(5);
        tally.takenOver(6);

        assertThat(tally.read().archived()).isEqualTo(7);
        assertThat(tally.read().takenOver()).isEqualTo(11);
    }

    @Test
    void allConflictsAreCountedAndTheFirstOnesListed() {
        for (long id = 0; id < DayReport.MAX_CONFLICTS + 5; id++) {
            tally.conflict(conflict(id));
        }

        assertThat(tally.read().conflictCount()).isEqualTo(DayReport.MAX_CONFLICTS + 5);
        assertThat(tally.read().conflicts()).hasSize(DayReport.MAX_CONFLICTS);
        assertThat(tally.read().conflicts().getLast().archived().id())
                .isEqualTo(DayReport.MAX_CONFLICTS - 1);
    }
}
