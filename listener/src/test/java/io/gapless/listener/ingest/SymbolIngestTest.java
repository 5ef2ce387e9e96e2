package io.gapless.listener.ingest;

import static io.gapless.listener.ingest.SymbolProbe.GRACE;
import static io.gapless.listener.ingest.SymbolProbe.INTERVAL;
import static io.gapless.listener.ingest.SymbolProbe.ids;
import static io.gapless.listener.ingest.SymbolProbe.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Gap;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.FoundObject;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What becomes of trades from their arrival to the batches that are cut from them.
class SymbolIngestTest {
    private final SymbolProbe symbol = new SymbolProbe(1_000);

    private static List<Trade> rows(EncodedBatch batch) {
        FoundObject found = FoundObject.look(batch.key(), batch.body());
        assertThat(found).isInstanceOf(FoundObject.Rows.class);
        return ((FoundObject.Rows) found).trades().rows();
    }

    private static TradeIdRange range(long first, long last) {
        return new TradeIdRange(first, last);
    }

    @Test
    void idsThatComeInAnotherOrderWithinTheGraceMakeOneBatchAndNoGap() {
        List<Trade> trades = symbol.trade(1_000);
        symbol.receive(trades.subList(0, 500));
        symbol.receive(trades.subList(510, 1_000));
        symbol.pass(GRACE.minusSeconds(1));
        symbol.receive(trades.subList(500, 510));
        symbol.pass(INTERVAL);
        symbol.look();

        assertThat(ranges(symbol.write())).containsExactly(range(1_000, 1_999));
        assertThat(symbol.counts.gapsOpened()).isZero();
    }

    @Test
    void aFullBatchIsCutBeforeAYoungHoleAndTheRestAfterTheGrace() {
        List<Trade> trades = symbol.trade(1_990);
        symbol.receive(trades.subList(0, 900));
        symbol.receive(trades.subList(901, 1_990));
        symbol.look();
        List<EncodedBatch> before = symbol.write();
        assertThat(ranges(before)).containsExactly(range(1_000, 1_899));
        symbol.archive(before);
        assertThat(symbol.next()).isEmpty();

        symbol.pass(GRACE.plusMillis(1));

        assertThat(ranges(symbol.write()))
                .containsExactly(range(1_901, 2_900), range(2_901, 2_989));
        assertThat(symbol.counts.gapsOpened()).isEqualTo(1);
    }

    @Test
    void atTheStartEverythingBehindAYoungHoleWaitsForTheGraceAndNoLonger() {
        List<Trade> trades = symbol.trade(1_001);
        symbol.receive(trades.subList(1, 1_001));
        symbol.look();
        assertThat(symbol.next()).isEmpty();

        symbol.pass(GRACE.plusMillis(1));
        symbol.look();

        assertThat(ranges(symbol.write())).containsExactly(range(1_001, 2_000));
    }

    @Test
    void aClockThatIsSetBackHoldsNothingUp() {
        symbol.receive(symbol.trade(10));
        symbol.flush();
        symbol.receive(symbol.trade(10));
        symbol.pass(Duration.ofMinutes(-5));
        assertThat(ranges(symbol.write())).containsExactly(range(1_010, 1_019));
    }

    @Test
    void aClockThatIsSetBackALittleHurriesNothing() {
        symbol.receive(symbol.trade(10));
        symbol.flush();
        symbol.receive(symbol.trade(10));
        symbol.pass(Age.TOLERANCE.negated());
        assertThat(symbol.next()).isEmpty();
    }

    @Test
    void aWaitForAYoungHoleEndsWhenTheClockIsSetBack() {
        List<Trade> trades = symbol.trade(1_001);
        symbol.receive(trades.subList(1, 1_001));
        symbol.look();
        assertThat(symbol.next()).isEmpty();

        symbol.pass(Duration.ofMinutes(-5));
        symbol.look();

        assertThat(ranges(symbol.write())).containsExactly(range(1_001, 2_000));
    }

    @Test
    void whatTheOtherConnectionDeliversAgainIsADuplicateWhereverTheTradeIs() {
        List<Trade> trades = symbol.trade(10);
        symbol.receive(trades);
        symbol.receive(trades);
        assertThat(symbol.counts.duplicates()).isEqualTo(10);
        symbol.pass(INTERVAL);
        symbol.look();
        List<EncodedBatch> written = symbol.write();
        symbol.receive(trades);
        assertThat(symbol.counts.duplicates()).isEqualTo(20);
        symbol.archive(written);
        symbol.receive(trades);

        assertThat(symbol.counts.duplicates()).isEqualTo(30);
        assertThat(symbol.counts.tradesReceived()).isEqualTo(40);
        assertThat(symbol.ingest.held().heldBytes()).isZero();
    }

    @Test
    void aGapThatTheOtherSocketHealsLateIsCountedAndArchived() {
        List<Trade> trades = symbol.trade(30);
        symbol.receive(trades.subList(0, 10));
        symbol.receive(trades.subList(15, 30));
        symbol.flush();
        assertThat(symbol.counts.gapsOpened()).isEqualTo(1);
        assertThat(symbol.stored.gaps(OptionalLong.empty()))
                .extracting(Gap::range)
                .containsExactly(range(1_010, 1_014));

        symbol.receive(trades.subList(10, 15));
        symbol.pass(INTERVAL);
        symbol.archive(symbol.write());

        assertThat(symbol.stored.archived()).isEqualTo(ids(1_000, 1_029));
        assertThat(symbol.counts.gapsOpened()).isEqualTo(1);
    }

    @Test
    void anIdThatWasNeverIssuedStaysAGapAndHoldsNothingUp() {
        symbol.receive(symbol.trade(10));
        symbol.market.skipIds(1);
        symbol.receive(symbol.trade(10));
        symbol.flush();
        symbol.receive(symbol.trade(10));
        symbol.pass(INTERVAL);
        symbol.archive(symbol.write());

        assertThat(symbol.stored.archived()).isEqualTo(ids(1_000, 1_009).plus(range(1_011, 1_030)));
        assertThat(symbol.counts.gapsOpened()).isEqualTo(1);
        assertThat(symbol.told).isEmpty();
    }

    @Test
    void aBurstOf700TradesInOneMillisecondIsOneBatchWhateverOrderItCameIn() {
        List<Trade> burst = symbol.trade(700);
        List<Trade> shuffled = new ArrayList<>(burst);
        Collections.shuffle(shuffled, new Random(7));
        symbol.receive(shuffled.subList(0, 400));
        symbol.receive(burst);
        symbol.receive(shuffled.subList(300, 700));
        symbol.pass(INTERVAL);
        symbol.look();
        List<EncodedBatch> written = symbol.write();

        assertThat(ranges(written)).containsExactly(range(1_000, 1_699));
        assertThat(rows(written.getFirst()))
                .zipSatisfy(burst, (row, trade) -> assertThat(row.sameFill(trade)).isTrue());
        assertThat(symbol.counts.duplicates()).isEqualTo(800);
        assertThat(symbol.counts.gapsOpened()).isZero();
    }

    @Test
    void aBurstOverMidnightIsCutWhereTheDateChanges() {
        symbol.market.at(Instant.parse("2026-01-01T23:59:59.999999Z"));
        List<Trade> trades = new ArrayList<>(symbol.market.burst(400).rows());
        symbol.market.at(Instant.parse("2026-01-02T00:00:00Z"));
        trades.addAll(symbol.market.burst(300).rows());
        symbol.receive(trades);
        symbol.pass(INTERVAL);
        symbol.look();
        List<EncodedBatch> written = symbol.write();

        assertThat(ranges(written)).containsExactly(range(1_000, 1_399), range(1_400, 1_699));
        assertThat(written)
                .extracting(batch -> batch.key().date())
                .containsExactly(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-02"));
    }

    @Test
    void aTradeTimeThatGoesBackOverMidnightMakesABatchOfItsOwn() {
        symbol.market.at(Instant.parse("2026-01-01T23:59:59.999Z"));
        List<Trade> trades = new ArrayList<>(symbol.market.burst(2).rows());
        symbol.market.at(Instant.parse("2026-01-02T00:00:00Z"));
        trades.addAll(symbol.market.burst(1).rows());
        symbol.market.at(Instant.parse("2026-01-01T23:59:59.999Z"));
        trades.addAll(symbol.market.burst(1).rows());
        symbol.receive(trades);
        symbol.pass(INTERVAL);
        symbol.look();

        assertThat(ranges(symbol.write()))
                .containsExactly(range(1_000, 1_001), range(1_002, 1_002), range(1_003, 1_003));
    }

    @Test
    void tradesOfYearsAgoWaitAsLongAsTodays() {
        symbol.market.at(Instant.parse("2023-04-05T00:00:00Z"));
        symbol.receive(new ArrayList<>(symbol.market.burst(10).rows()));
        long arrived = Trade.micros(symbol.now);
        assertThat(symbol.next()).isEmpty();
        symbol.pass(INTERVAL);
        symbol.look();
        assertThat(ranges(symbol.write())).containsExactly(range(1_000, 1_009));

        assertThat(symbol.ingest.held().oldestReceivedAt()).isEqualTo(arrived);
    }

    @Test
    void tradesOfTheFutureWaitNoLonger() {
        symbol.market.at(Instant.parse("2031-01-01T00:00:00Z"));
        symbol.receive(new ArrayList<>(symbol.market.burst(10).rows()));
        symbol.flush();

        assertThat(symbol.stored.archived()).isEqualTo(ids(1_000, 1_009));
        assertThat(symbol.counts.takeLongestDelayMicros()).isZero();
    }
}
