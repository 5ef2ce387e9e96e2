package io.gapless.listener.ingest;

import static io.gapless.listener.ingest.SymbolProbe.GRACE;
import static io.gapless.listener.ingest.SymbolProbe.INTERVAL;
import static io.gapless.listener.ingest.SymbolProbe.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Seeds;
import io.gapless.trade.Trade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What becomes of trades when the exchange counts them anew.
class SymbolIngestRestartTest {
    private final SymbolProbe symbol = new SymbolProbe(1_000);

    @Test
    void idsThatStartAgainAreToldOnceAndNothingMoreIsTaken() {
        symbol.market.fromId(50_000);
        symbol.receive(symbol.trade(10));
        symbol.now = symbol.now.plus(Duration.ofSeconds(61));
        symbol.market.fromId(0);
        symbol.receive(symbol.trade(5));
        symbol.market.fromId(50_010);
        symbol.receive(symbol.trade(5));

        assertThat(symbol.told)
                .singleElement()
                .isInstanceOfSatisfying(
                        IngestAction.Alarm.class,
                        alarm -> {
                            assertThat(alarm.kind())
                                    .isEqualTo(IngestAction.Alarm.Kind.ID_SPACE_RESTARTED);
                            assertThat(alarm.message())
                                    .contains("trade 0 of", "after 50009", "BTCUSDT@2");
                        });
        symbol.look();
        symbol.archive(symbol.write());
        assertThat(symbol.stored.archived()).isEqualTo(ids(50_000, 50_009));
    }

    @Test
    void whatHappenedBeforeTheRestartIsTakenFromTheOtherConnectionAlsoAfterwards() {
        symbol.market.fromId(50_000);
        List<Trade> old = symbol.trade(10);
        List<Trade> withoutOne = new ArrayList<>(old);
        Trade lost = withoutOne.remove(4);
        symbol.receive(withoutOne);
        symbol.now = symbol.now.plus(Duration.ofSeconds(61));
        symbol.market.fromId(0);
        symbol.receive(symbol.trade(5));
        symbol.receive(List.of(lost));

        symbol.look();
        symbol.archive(symbol.write());
        assertThat(symbol.stored.archived()).isEqualTo(ids(50_000, 50_009));
    }

    @Test
    void idsThatStartedAgainBeforeTheOldOnesWereKnownAreNotMixedWithThem() {
        symbol.market.fromId(50_000);
        symbol.otherArchives(symbol.trade(10));
        symbol.now = symbol.now.plus(Duration.ofSeconds(61));
        symbol.market.fromId(0);
        symbol.receive(symbol.trade(5));
        symbol.pass(INTERVAL);
        symbol.look();

        assertThat(symbol.told)
                .singleElement()
                .isInstanceOfSatisfying(
                        IngestAction.Alarm.class,
                        alarm ->
                                assertThat(alarm.message())
                                        .contains("trade 0 of", "after 50009", "BTCUSDT@2"));
        assertThat(symbol.next()).isEmpty();
        assertThat(symbol.ingest.held().heldBytes()).isZero();
    }

    @Test
    void whoLearnsOfTheOldIdsOnlyWhenItWritesGivesUpTheNew() {
        symbol.market.fromId(50_000);
        List<Trade> old = symbol.trade(10);
        symbol.now = symbol.now.plus(Duration.ofSeconds(61));
        symbol.market.fromId(0);
        symbol.receive(symbol.trade(5));
        symbol.pass(INTERVAL);
        symbol.look();
        List<EncodedBatch> refused = symbol.write();
        symbol.otherArchives(old);
        symbol.end(Map.of(Fate.CONTESTED, refused));

        assertThat(symbol.told)
                .singleElement()
                .isInstanceOfSatisfying(
                        IngestAction.Alarm.class,
                        alarm ->
                                assertThat(alarm.message())
                                        .contains("trade 0 of", "after 50009", "BTCUSDT@2"));
        assertThat(symbol.next()).isEmpty();
        assertThat(symbol.ingest.isDrained()).isTrue();
        assertThat(symbol.ingest.held().heldBytes()).isZero();
    }

    @Test
    void aStreamThatLagsBehindTheOriginIsNoRestart() {
        // The origin comes from REST; the first frames may be thousands of trades behind it.
        SymbolProbe behind = new SymbolProbe(1_000);
        behind.stored =
                behind.stored.change().unfollow(1_000, behind.now).follow(90_000).at(behind.now);
        SymbolIngest ingest =
                new SymbolIngest(
                        behind.stored,
                        new IngestSettings(new FlushPolicy(INTERVAL, 1_000), GRACE, 64 << 20),
                        Seeds.random(1),
                        behind.counts);
        behind.market.fromId(88_000);
        var rows = behind.market.burst(10);
        for (int row = 0; row < rows.size(); row++) {
            ingest.received(rows, row, behind.told);
        }

        assertThat(behind.told).isEmpty();
        assertThat(ingest.progress().unarchived()).isEqualTo(ids(88_000, 88_009));
    }
}
