package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.archive.InMemoryArchive;
import io.gapless.backfill.repair.PageWalk.SteppedOver;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is told and kept of a repair.
class RepairReportTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final TradeIdRange IDS = new TradeIdRange(220, 224);

    @Test
    void ofASymbolWithNothingDoneOrLeftNothingIsTold() {
        assertThat(new SymbolTally(A).isWorthTelling()).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void ofASymbolWithAnythingAtAllItIsTold(Consumer<SymbolTally> something) {
        SymbolTally tally = new SymbolTally(A);
        something.accept(tally);

        assertThat(tally.isWorthTelling()).isTrue();
    }

    static List<Consumer<SymbolTally>> ofASymbolWithAnythingAtAllItIsTold() {
        return List.of(
                tally -> tally.archived(IDS, false, false),
                tally -> tally.left(Coverage.of(IDS)),
                tally -> tally.note("something"),
                tally -> tally.absent(IDS),
                tally -> tally.evidence("evidence/x.json"));
    }

    @Test
    void notesAreToldOnceEachAndUpToALimit() {
        SymbolTally tally = new SymbolTally(A);
        List<String> first = new ArrayList<>();
        for (int i = 0; i < SymbolReport.MAX_NOTES; i++) {
            first.add("note " + i);
        }
        first.forEach(tally::note);
        tally.note("note 0");
        tally.note("one too many");

        assertThat(tally.report().notes()).isEqualTo(first);
    }

    @Test
    void tradesFetchedAndTakenOverCountTogetherInTheWhole() {
        SymbolTally tally = new SymbolTally(A);
        tally.archived(new TradeIdRange(1, 10), false, true);
        tally.archived(new TradeIdRange(11, 13), true, false);
        RepairReport report =
                new RepairReport(
                        START,
                        START,
                        RepairReport.Ending.DONE,
                        "",
                        Optional.empty(),
                        List.of(tally.report()));

        assertThat(report.filled()).isEqualTo(13);
        assertThat(report.symbols().getFirst().filled()).isEqualTo(10);
        assertThat(report.symbols().getFirst().takenOver()).isEqualTo(3);
        assertThat(report.fromDumps()).isEqualTo(10);
        assertThat(report.symbols().getFirst().objects()).isEqualTo(2);
    }

    @Test
    void evidenceLiesBySymbolIdsAndTimeAndSaysWhatThePageShowed() throws Exception {
        InMemoryArchive archive = new InMemoryArchive(() -> START);
        Evidence evidence = new Evidence(A, new SteppedOver(IDS, 219, 225), START, List.of());
        evidence.store(archive);
        evidence.store(archive);

        assertThat(archive.keys())
                .containsExactly(
                        "evidence/symbol=AAAUSDT/0000000000000000220-0000000000000000224/20260302T001000.000Z.json");
        JsonNode json = new JsonMapper().readTree(archive.get(evidence.key()).orElseThrow());
        assertThat(json)
                .isEqualTo(
                        new JsonMapper()
                                .readTree(
                                        """
                                        {"format":1,"symbol":"AAAUSDT","firstId":220,"lastId":224,
                                         "lowerIdOnPage":219,"higherIdOnPage":225,
                                         "request":"historicalTrades","seenAt":"2026-03-02T00:10:00Z"}\
                                        """));
    }

    @Test
    void everySettingIsMoreThanZero() {
        Duration some = Duration.ofSeconds(1);
        for (List<Duration> times :
                List.of(
                        List.of(Duration.ZERO, some, some),
                        List.of(some, Duration.ZERO, some),
                        List.of(some, some, Duration.ofSeconds(-1)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            new RepairSettings(
                                    RepairWorld.SETTINGS.claimant(),
                                    times.get(0),
                                    times.get(1),
                                    times.get(2)))
                    .withMessageContaining("more than zero");
        }
    }

    @Test
    void dumpsServeGapsOfOneTradeAndMore() {
        RepairSettings usual = RepairWorld.SETTINGS;
        assertThat(dumpsFrom(usual, 1).dumpFrom()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dumpsFrom(usual, 0))
                .withMessageContaining("expected 1 or more");
    }

    private static RepairSettings dumpsFrom(RepairSettings usual, long trades) {
        return new RepairSettings(
                usual.claimant(),
                usual.staleAfter(),
                usual.absentAfter(),
                usual.voidAfter(),
                trades);
    }

    @Test
    void theFirstConflictsOfAllDaysAreListedAndAllAreCounted() {
        SymbolTally tally = new SymbolTally(A);
        DayTally day = new DayTally();
        long time = Trade.micros(START);
        Trade trade =
                new Trade(7, 1, 1, time, true, true, Trade.UNKNOWN, Trade.UNKNOWN, Source.DUMP);
        BatchKey key = new BatchKey(A, time, time, new TradeIdRange(7, 7));
        Conflict conflict = new Conflict(A, key, trade, trade);
        for (int i = 0; i < SymbolReport.MAX_RANGES - 5; i++) {
            day.conflict(conflict);
        }

        tally.conflicts(day.read());
        tally.conflicts(day.read());

        assertThat(tally.report().conflicts()).hasSize(SymbolReport.MAX_RANGES);
        assertThat(tally.report().conflictCount()).isEqualTo(2L * (SymbolReport.MAX_RANGES - 5));
        assertThat(conflict)
                .hasToString(
                        "AAAUSDT 7: %s has %s, and the dump says %s".formatted(key, trade, trade));
    }
}
