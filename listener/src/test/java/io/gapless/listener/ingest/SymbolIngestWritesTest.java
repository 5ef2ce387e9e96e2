package io.gapless.listener.ingest;

import static io.gapless.listener.ingest.SymbolProbe.INTERVAL;
import static io.gapless.listener.ingest.SymbolProbe.ids;
import static io.gapless.listener.ingest.SymbolProbe.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Claim;
import io.gapless.batch.BatchKey;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.WriteOutcome;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of batches when others write too.
class SymbolIngestWritesTest {
    private static final Duration SOON = FlushTiming.RETRY_AFTER.multipliedBy(2);

    private final SymbolProbe symbol = new SymbolProbe(1_000);

    private static TradeIdRange range(long first, long last) {
        return new TradeIdRange(first, last);
    }

    private List<IngestAction.Alarm.Kind> alarms() {
        return symbol.told.stream().map(told -> ((IngestAction.Alarm) told).kind()).toList();
    }

    private String lastAlarm() {
        return ((IngestAction.Alarm) symbol.told.getLast()).message();
    }

    /// Cut after the interval, and on their way.
    private List<EncodedBatch> written(List<Trade> trades) {
        symbol.receive(trades);
        symbol.pass(INTERVAL);
        symbol.look();
        return symbol.write();
    }

    @Test
    void onlyOneActionIsUnderWay() {
        written(symbol.trade(10));
        symbol.receive(symbol.trade(1_000));
        symbol.pass(INTERVAL.multipliedBy(3));

        assertThat(symbol.next()).isEmpty();
    }

    @Test
    void whatOthersHaveArchivedIsForgottenAndTheNextFlushWaitsHalfAnIntervalLonger() {
        List<Trade> trades = symbol.trade(10);
        List<EncodedBatch> batches = written(trades);
        symbol.otherArchives(trades);
        symbol.end(Map.of(Fate.ARCHIVED_BY_OTHERS, batches));
        assertThat(symbol.ingest.isDrained()).isTrue();
        assertThat(symbol.counts.tradesArchivedByOthers()).isEqualTo(10);

        List<Trade> next = symbol.trade(10);
        symbol.receive(next);
        symbol.pass(INTERVAL.plusSeconds(29));
        assertThat(symbol.next()).isEmpty();
        symbol.otherArchives(next);
        symbol.pass(Duration.ofSeconds(1));
        symbol.look();

        assertThat(symbol.next()).isEmpty();
        assertThat(symbol.ingest.isDrained()).isTrue();
        assertThat(symbol.counts.tradesArchived()).isZero();
        assertThat(symbol.counts.tradesArchivedByOthers()).isEqualTo(20);
    }

    @Test
    void whoeverStandsByTakesTheLeadWhenTheOtherIsGone() {
        List<Trade> trades = symbol.trade(10);
        List<EncodedBatch> batches = written(trades);
        symbol.otherArchives(trades);
        symbol.end(Map.of(Fate.ARCHIVED_BY_OTHERS, batches));

        symbol.receive(symbol.trade(10));
        symbol.pass(INTERVAL.plusSeconds(30));
        symbol.look();
        symbol.archive(symbol.write());
        symbol.receive(symbol.trade(10));
        symbol.pass(INTERVAL);

        // No longer wait, and no look.
        assertThat(ranges(symbol.write())).containsExactly(range(1_020, 1_029));
    }

    @Test
    void aContestedBatchIsCutAgainAroundWhatOthersHave() {
        List<Trade> trades = symbol.trade(100);
        List<EncodedBatch> batches = written(trades);
        symbol.otherArchives(trades.subList(20, 30));
        symbol.otherClaims(trades.subList(90, 100), symbol.now.plusSeconds(60));
        symbol.end(Map.of(Fate.CONTESTED, batches));
        symbol.pass(INTERVAL.dividedBy(2));
        symbol.look();

        assertThat(ranges(symbol.write()))
                .containsExactly(range(1_000, 1_019), range(1_030, 1_089));
        assertThat(symbol.ingest.progress().unarchived())
                .isEqualTo(ids(1_000, 1_019).plus(range(1_030, 1_099)));
    }

    @Test
    void aBatchWhoseOwnClaimWasReleasedIsWrittenAgainUnderAnotherKey() {
        List<EncodedBatch> batches = written(symbol.trade(10));
        BatchKey before = batches.getFirst().key();
        symbol.end(Map.of(Fate.RELEASED, batches));
        List<EncodedBatch> again = symbol.write();

        assertThat(again).singleElement();
        assertThat(again.getFirst().range()).isEqualTo(before.range());
        assertThat(again.getFirst().key()).isNotEqualTo(before);
        assertThat(again.getFirst().claimId()).isNotEqualTo(batches.getFirst().claimId());
    }

    @Test
    void anExpiredClaimOfADeadWriterIsFinishedUnderItsKeyWhenAllItsIdsAreHere() {
        List<Trade> trades = symbol.trade(100);
        Claim dead = symbol.otherClaims(trades.subList(10, 50), symbol.now.plusSeconds(30));
        List<EncodedBatch> batches = written(trades);

        assertThat(batches).hasSize(3);
        EncodedBatch finished =
                batches.stream().filter(b -> b.claimId().equals(dead.id())).findAny().orElseThrow();
        assertThat(finished.key()).isEqualTo(dead.key());
        assertThat(finished.origin()).isEqualTo(EncodedBatch.Origin.TAKEN_OVER);
        symbol.archive(batches);
        assertThat(symbol.stored.archived()).isEqualTo(ids(1_000, 1_099));
        assertThat(symbol.stored.claims()).isEmpty();
    }

    @Test
    void anExpiredClaimOfWhichSomeIdsAreMissingHereIsLeftAlone() {
        List<Trade> trades = symbol.trade(100);
        symbol.otherClaims(trades.subList(10, 50), symbol.now.plusSeconds(30));
        symbol.receive(trades.subList(0, 49));
        symbol.receive(trades.subList(50, 100));
        symbol.pass(INTERVAL);
        symbol.look();

        assertThat(ranges(symbol.write()))
                .containsExactly(range(1_000, 1_009), range(1_050, 1_099));
    }

    @Test
    void tradesUnderALiveClaimAreLookedAfterUntilTheyAreArchivedOrItExpires() {
        List<Trade> trades = symbol.trade(10);
        Claim other = symbol.otherClaims(trades, symbol.now.plusSeconds(80));
        symbol.receive(trades);
        symbol.pass(INTERVAL);
        symbol.look();
        assertThat(symbol.next()).isEmpty();
        symbol.pass(INTERVAL.dividedBy(4));
        symbol.look();
        assertThat(symbol.next()).isEmpty();
        symbol.pass(INTERVAL.dividedBy(4));
        symbol.look();

        assertThat(symbol.write()).extracting(EncodedBatch::key).containsExactly(other.key());
    }

    @Test
    void aClaimWhoseDateTheRowsContradictIsToldAndNotFinished() {
        symbol.market.at(Instant.parse("2025-12-31T12:00:00Z"));
        List<Trade> trades = List.copyOf(symbol.market.burst(10).rows());
        BatchKey tomorrow =
                new BatchKey(
                        SampleTrades.SYMBOL,
                        Trade.micros(SymbolProbe.START),
                        Trade.micros(SymbolProbe.START),
                        range(1_000, 1_009));
        symbol.stored =
                symbol.stored
                        .change()
                        .claim(new Claim("c", tomorrow, "other", symbol.now.plusSeconds(1)))
                        .at(symbol.now);
        symbol.receive(trades);
        symbol.pass(INTERVAL);
        symbol.look();

        assertThat(symbol.next()).isEmpty();
        assertThat(alarms()).containsExactly(IngestAction.Alarm.Kind.CONTRADICTION);
        assertThat(lastAlarm()).containsOnlyOnce(tomorrow.toString());
    }

    @Test
    void anObjectThatContradictsItsClaimIsToldAndNotWrittenAgain() {
        List<EncodedBatch> batches = written(symbol.trade(10));
        String why = "object " + batches.getFirst().key() + ": it is a picture";
        symbol.end(new WriteOutcome.Contradicted(batches.getFirst().key(), why));

        assertThat(symbol.next()).isEmpty();
        assertThat(alarms()).containsExactly(IngestAction.Alarm.Kind.CONTRADICTION);
        assertThat(lastAlarm()).isEqualTo(why);
        assertThat(symbol.ingest.held().heldBytes()).isZero();
    }

    @Test
    void tradesThatWereThoughtAbsentAreArchivedAndTold() {
        symbol.stored = symbol.stored.change().absent(range(1_003, 1_004)).at(symbol.now);
        List<EncodedBatch> batches = written(symbol.trade(10));

        assertThat(ranges(batches)).containsExactly(range(1_000, 1_009));
        symbol.end(new WriteOutcome.Ended(symbol.stored, Map.of(), ids(1_003, 1_004)));
        assertThat(alarms()).containsExactly(IngestAction.Alarm.Kind.ABSENT_AFTER_ALL);
    }

    @Test
    void whatTheArchiveIsTooFragmentedForWaitsBehindTheTail() {
        List<EncodedBatch> batches = written(symbol.trade(10));
        symbol.end(Map.of(Fate.WAITING, batches));
        assertThat(alarms()).containsExactly(IngestAction.Alarm.Kind.TOO_FRAGMENTED);
        symbol.receive(symbol.trade(1_000));
        assertThat(symbol.next()).isEmpty();
        symbol.pass(SOON);

        assertThat(ranges(symbol.write()))
                .containsExactly(range(1_000, 1_009), range(1_010, 2_009));
    }
}
