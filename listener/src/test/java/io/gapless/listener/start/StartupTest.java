package io.gapless.listener.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.Gap;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.InMemoryMarks;
import io.gapless.archive.StorageCall;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.archive.StorageRefusedException;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchKey;
import io.gapless.binance.HistoryCall;
import io.gapless.binance.HistoryFault;
import io.gapless.binance.HistoryFaults;
import io.gapless.binance.SettableClock;
import io.gapless.binance.TapeHistory;
import io.gapless.binance.TapeLimits;
import io.gapless.binance.TradeHistory;
import io.gapless.binance.TradeTape;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractListAssert;
import org.junit.jupiter.api.Test;

class StartupTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Symbol BTC = Symbol.of("BTCUSDT");
    private static final Symbol ETH = Symbol.of("ETHUSDT");

    private final SettableClock clock = new SettableClock(NOW);
    private final InMemoryArchive archive = new InMemoryArchive(clock);
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();
    private final TapeLimits limits = new TapeLimits();
    private final TradeTape tape = new TradeTape();
    private HistoryFaults faults = HistoryFaults.NONE;
    private StorageFaults archiveFaults = StorageFaults.NONE;
    private StorageFaults checkpointFaults = StorageFaults.NONE;
    private Duration waited = Duration.ZERO;

    private StartReport start(Symbol... symbols) throws InterruptedException {
        return start(SymbolSelection.of(List.of(symbols)));
    }

    private StartReport start(SymbolSelection selection) throws InterruptedException {
        TradeHistory history =
                TapeHistory.budgeted(
                        tape,
                        limits,
                        clock,
                        call -> faults.next(call),
                        3_000,
                        new InMemoryMarks(),
                        "listener");
        return new Startup(
                        selection,
                        archive.through(call -> archiveFaults.next(call)),
                        checkpoints.through(call -> checkpointFaults.next(call)),
                        history,
                        clock,
                        time -> {
                            waited = waited.plus(time);
                            clock.advance(time);
                        },
                        RandomGenerator.of("L64X128MixRandom"))
                .run();
    }

    /// Trades of the last half hour, with these ids.
    private void traded(Symbol symbol, long first, long last) {
        tape.list(symbol.exchangeName());
        SampleTrades trades =
                new SampleTrades(1).fromId(first).at(clock.instant().minusSeconds(1_800));
        for (long id = first; id <= last; id++) {
            tape.add(symbol.exchangeName(), trades.next());
        }
    }

    /// A symbol whose trades are archived, the last one at that time.
    private Checkpoint archived(Symbol symbol, long first, long last, Instant at) {
        BatchKey key =
                new BatchKey(
                        symbol,
                        Trade.micros(at) - 1_000,
                        Trade.micros(at),
                        new TradeIdRange(first, last));
        Claim claim = new Claim("c", key, "somebody", at.plusSeconds(30));
        Checkpoint stored =
                Checkpoint.none(symbol)
                        .change()
                        .follow(first)
                        .claim(claim)
                        .commit(Set.of("c"))
                        .at(at);
        checkpoints.write(stored);
        return stored;
    }

    private void lostObject(Symbol symbol) {
        Batch batch = new Batch(symbol, new SampleTrades(1).take(3));
        archive.put(batch.key().toString(), new byte[] {1}, Map.of());
    }

    private List<String> refusals(Symbol... symbols) {
        List<String> reasons = new ArrayList<>();
        assertThatThrownBy(() -> start(symbols))
                .isInstanceOfSatisfying(
                        CannotStartException.class, e -> reasons.addAll(e.reasons()));
        return reasons;
    }

    private static AbstractListAssert<?, List<? extends Symbol>, Symbol, ?> assertFollowed(
            StartReport report) {
        return assertThat(report.checkpoints().stream().map(Checkpoint::symbol).toList());
    }

    private static Stream<Notice.Kind> kinds(StartReport report) {
        return report.notices().stream().map(Notice::kind);
    }

    @Test
    void aNewSymbolIsFollowedFromTheNextIdOn() throws InterruptedException {
        traded(BTC, 100, 142);

        StartReport report = start(BTC);

        assertFollowed(report).containsExactly(BTC);
        assertThat(checkpoints.read(BTC)).contains(report.checkpoints().getFirst());
        assertThat(report.checkpoints().getFirst().wanted().followedFrom()).hasValue(143);
    }

    @Test
    void aSymbolThatHasNotTradedForADayIsFollowedFromItsNextIdOn() throws InterruptedException {
        traded(BTC, 100, 142);
        clock.advance(Duration.ofDays(3));

        assertThat(start(BTC).checkpoints().getFirst().wanted().followedFrom()).hasValue(143);
    }

    @Test
    void aSymbolThatHasNeverTradedIsFollowedFromItsFirstId() throws InterruptedException {
        tape.list("NEWUSDT");

        StartReport report = start(Symbol.of("NEWUSDT"));

        assertThat(report.checkpoints().getFirst().wanted().followedFrom()).hasValue(0);
    }

    @Test
    void aSymbolThatWasFollowedGoesOnAsItWas() throws InterruptedException {
        traded(BTC, 100, 142);
        Checkpoint before = archived(BTC, 100, 120, NOW.minusSeconds(900));

        StartReport report = start(BTC);

        assertThat(report.checkpoints()).containsExactly(before);
        assertThat(checkpoints.read(BTC)).contains(before);
        assertThat(report.notices()).isEmpty();
    }

    @Test
    void aHistoryThatLagsBehindTheArchiveIsNoRestartOfIds() throws InterruptedException {
        traded(BTC, 100, 142);
        archived(BTC, 100, 150, NOW.minusSeconds(1));

        assertFollowed(start(BTC)).containsExactly(BTC);
    }

    @Test
    void aSymbolThatIsConfiguredAgainIsWantedFromNowOn() throws InterruptedException {
        traded(BTC, 100, 142);
        Checkpoint before = archived(BTC, 100, 120, NOW.minusSeconds(900));
        checkpoints.write(
                before.change().unfollow(120, NOW.minus(Following.GOES_ON_WITHIN)).at(NOW));

        Checkpoint after = start(BTC).checkpoints().getFirst();

        assertThat(after.wanted().followedFrom()).hasValue(143);
        assertThat(after.gaps(OptionalLong.of(150)))
                .extracting(Gap::range)
                .containsExactly(new TradeIdRange(143, 150));
    }

    @Test
    void aSymbolThatIsConfiguredAgainWithinADayGoesOnFromWhereItEnded()
            throws InterruptedException {
        traded(BTC, 100, 142);
        Checkpoint before = archived(BTC, 100, 120, NOW.minusSeconds(900));
        Instant end = NOW.minus(Following.GOES_ON_WITHIN).plusSeconds(1);
        checkpoints.write(before.change().unfollow(120, end).at(end));

        Checkpoint after = start(BTC).checkpoints().getFirst();

        assertThat(after.wanted().followedFrom()).hasValue(121);
        assertThat(after.gaps(OptionalLong.of(150)))
                .extracting(Gap::range)
                .containsExactly(new TradeIdRange(121, 150));
    }

    @Test
    void aStartWithAnOldListDoesNoHarmThatTheNextStartCannotMend() throws InterruptedException {
        traded(BTC, 100, 142);
        traded(ETH, 100, 142);
        archived(BTC, 100, 120, NOW.minusSeconds(900));
        start(BTC, ETH);
        start(ETH);
        assertThat(checkpoints.read(BTC).orElseThrow().wanted().isFollowed()).isFalse();
        traded(BTC, 143, 150);

        Checkpoint after = start(BTC, ETH).checkpoints().getFirst();

        assertThat(after.wanted().followed(150)).isEqualTo(Coverage.of(new TradeIdRange(100, 150)));
    }

    @Test
    void allNamesThatTheExchangeDoesNotKnowAreToldAtOnce() {
        traded(BTC, 100, 142);

        assertThat(refusals(Symbol.of("BTCUSTD"), BTC, Symbol.of("ETHUSD")))
                .containsExactly(
                        "The exchange knows no such symbol: BTCUSTD, ETHUSD. Check the names (GAPLESS_SYMBOLS, --symbols); they look like BTCUSDT.");
        assertThat(checkpoints.all()).isEmpty();
    }

    @Test
    void aRegionThatTheExchangeDoesNotServeIsRefusedAtOnce() {
        traded(BTC, 100, 142);
        archived(BTC, 100, 120, NOW.minusSeconds(900));
        faults =
                always(
                        new HistoryFault.Status(
                                451,
                                Optional.empty(),
                                "{\"code\":0,\"msg\":\"Service unavailable from a restricted location\"}"));

        assertThat(refusals(BTC))
                .singleElement()
                .asString()
                .startsWith("Binance does not serve this address's region (451)")
                .contains("Run in a region that it serves");
        assertThat(waited).isZero();
    }

    @Test
    void anExchangeThatDoesNotAnswerIsAskedAgainAndThenGivenUp() {
        traded(BTC, 100, 142);
        faults = always(new HistoryFault.NoAnswer());

        assertThat(refusals(BTC))
                .singleElement()
                .asString()
                .startsWith("Binance did not answer:")
                .contains("check the network and the REST URL");
        assertThat(waited).isBetween(Duration.ofSeconds(5), Duration.ofMinutes(1));
        assertThat(checkpoints.all()).isEmpty();
    }

    @Test
    void anExchangeThatAnswersAtTheThirdAttemptIsGoodEnough() throws InterruptedException {
        traded(BTC, 100, 142);
        faults =
                HistoryFaults.inOrder(
                        new HistoryFault.NoAnswer(),
                        new HistoryFault.Status(503, Optional.empty(), "busy"));

        assertFollowed(start(BTC)).containsExactly(BTC);
    }

    @Test
    void symbolsThatWereFollowedBeforeAreListenedToAlthoughTheExchangeDoesNotAnswer()
            throws InterruptedException {
        traded(BTC, 100, 142);
        archived(BTC, 100, 120, NOW.minusSeconds(900));
        faults = always(new HistoryFault.NoAnswer());

        StartReport report = start(BTC);

        assertFollowed(report).containsExactly(BTC);
        assertThat(kinds(report)).containsExactly(Notice.Kind.NOT_CHECKED);
        assertThat(waited).isLessThanOrEqualTo(Startup.SHORT_PATIENCE);
    }

    @Test
    void aBanIsWaitedForWhenItEndsSoonAndTheExchangeHasSomethingToTell()
            throws InterruptedException {
        traded(BTC, 100, 142);
        faults = HistoryFaults.inOrder(new HistoryFault.Status(429, Optional.of("60"), "too many"));

        assertFollowed(start(BTC)).containsExactly(BTC);
        assertThat(waited).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        assertThat(limits.calls()).noneMatch(HistoryCall::banned);
    }

    @Test
    void aBanForDaysIsToldInsteadOfWaitedFor() {
        traded(BTC, 100, 142);
        faults =
                HistoryFaults.inOrder(new HistoryFault.Status(418, Optional.of("86400"), "banned"));

        assertThat(refusals(BTC)).singleElement().asString().contains("banned this address (418)");
        assertThat(waited).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void objectsWithoutTheirCheckpointAreRefused() {
        traded(BTC, 100, 142);
        traded(ETH, 7, 9);
        lostObject(BTC);

        assertThat(refusals(BTC, ETH))
                .containsExactly(
                        "There are objects of BTCUSDT and no checkpoint: writing now could double trades. Stop all writers and run `gapless rebuild`.");
        assertThat(checkpoints.all()).isEmpty();
    }

    @Test
    void anotherListenerThatBeganWithTheSymbolJustNowIsNoLostCheckpoint()
            throws InterruptedException {
        traded(BTC, 100, 142);
        lostObject(BTC);
        checkpointFaults =
                call -> {
                    if (call.operation() == StorageCall.Operation.READ
                            && checkpoints.read(BTC).isEmpty()) {
                        archived(BTC, 143, 150, NOW);
                    }
                    return StorageFault.none();
                };

        StartReport report = start(BTC);

        assertThat(report.checkpoints().getFirst().wanted().followedFrom()).hasValue(143);
    }

    @Test
    void aSymbolWhoseIdsHaveStartedAgainIsLeftOutAndTheOthersGoOn() throws InterruptedException {
        traded(BTC, 0, 20);
        traded(ETH, 100, 142);
        archived(BTC, 5_000, 6_000, NOW.minus(Duration.ofDays(2)));

        StartReport report = start(BTC, ETH);

        assertFollowed(report).containsExactly(ETH);
        assertThat(report.notices().getFirst())
                .isEqualTo(
                        Notice.of(
                                Notice.Kind.ID_SPACE_RESTARTED,
                                BTC,
                                "The exchange counts the trades of BTCUSDT anew: its last id is 20, and the archive has 6000. It is left out; follow it as BTCUSDT@2."));
        assertThat(Notice.Kind.ID_SPACE_RESTARTED.isAlarm()).isTrue();
    }

    @Test
    void theNewIdSpaceOfASymbolIsFollowedAndTheOldOneEnds() throws InterruptedException {
        traded(BTC, 0, 20);
        archived(BTC, 5_000, 6_000, NOW.minus(Duration.ofDays(2)));

        StartReport report = start(BTC.nextIdSpace());

        assertFollowed(report).containsExactly(Symbol.of("BTCUSDT@2"));
        assertThat(report.checkpoints().getFirst().wanted().followedFrom()).hasValue(21);
        Checkpoint old = checkpoints.read(BTC).orElseThrow();
        assertThat(old.wanted().isFollowed()).isFalse();
        assertThat(old.wanted().followedBefore())
                .isEqualTo(Coverage.of(new TradeIdRange(5_000, 6_000)));
    }

    @Test
    void whenNoSymbolIsLeftTheStartIsRefused() {
        traded(BTC, 0, 20);
        archived(BTC, 5_000, 6_000, NOW.minus(Duration.ofDays(2)));

        assertThat(refusals(BTC))
                .singleElement()
                .asString()
                .startsWith("No symbol is left to listen to: The exchange counts")
                .endsWith("follow it as BTCUSDT@2.");
    }

    @Test
    void aSymbolThatIsNotConfiguredAnyMoreEndsAtTheExchangesLastId() throws InterruptedException {
        traded(BTC, 100, 142);
        traded(ETH, 7, 9);
        archived(BTC, 100, 120, NOW.minusSeconds(900));

        StartReport report = start(ETH);

        assertFollowed(report).containsExactly(ETH);
        Checkpoint ended = checkpoints.read(BTC).orElseThrow();
        assertThat(ended.wanted().isFollowed()).isFalse();
        assertThat(ended.gaps(OptionalLong.of(999)))
                .extracting(Gap::range)
                .containsExactly(new TradeIdRange(121, 142));
        assertThat(kinds(report)).containsExactly(Notice.Kind.ENDED, Notice.Kind.FOLLOWED);
        int version = Math.toIntExact(ended.version());
        start(ETH);
        assertThat(checkpoints.read(BTC).orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void aDelistedSymbolIsClosedAndTheOthersGoOn() throws InterruptedException {
        traded(ETH, 7, 9);
        archived(BTC, 100, 120, NOW.minusSeconds(900));

        StartReport report = start(BTC, ETH);

        assertFollowed(report).containsExactly(ETH);
        assertThat(checkpoints.read(BTC).orElseThrow().wanted().followedBefore())
                .isEqualTo(Coverage.of(new TradeIdRange(100, 120)));
        assertThat(kinds(report)).containsExactly(Notice.Kind.DELISTED, Notice.Kind.FOLLOWED);
    }

    @Test
    void aDelistedSymbolThatIsNotConfiguredAnyMoreIsClosedToo() throws InterruptedException {
        traded(ETH, 7, 9);
        archived(BTC, 100, 120, NOW.minusSeconds(900));

        start(ETH);

        assertThat(checkpoints.read(BTC).orElseThrow().wanted().followedBefore())
                .isEqualTo(Coverage.of(new TradeIdRange(100, 120)));
    }

    @Test
    void aStoreThatRefusesIsToldInItsOwnWords() {
        traded(BTC, 100, 142);
        archiveFaults =
                _ ->
                        new StorageFault.Before(
                                new StorageRefusedException(
                                        "there is no bucket b. Create it", null));

        assertThat(refusals(BTC)).containsExactly("there is no bucket b. Create it");
    }

    @Test
    void aMissingBucketIsNoticedEvenWhenEverySymbolHasItsCheckpoint() {
        traded(BTC, 100, 142);
        archived(BTC, 100, 120, NOW.minusSeconds(900));
        archiveFaults = _ -> StorageFault.refused();

        assertThat(refusals(BTC)).containsExactly("403 Access Denied");
    }

    @Test
    void aStoreThatDoesNotAnswerIsAskedAgainAndThenGivenUp() {
        traded(BTC, 100, 142);
        checkpointFaults = _ -> StorageFault.timedOut();

        assertThat(refusals(BTC))
                .containsExactly(
                        "A store does not answer, after 5 attempts: time-out, never arrived");
    }

    @Test
    void allPairsOfAQuoteCurrencyThatTradeAreFollowed() throws InterruptedException {
        traded(BTC, 1, 100);
        traded(ETH, 1, 50);
        traded(Symbol.of("BTCEUR"), 1, 20);
        traded(Symbol.of("OLDUSDT"), 1, 20);
        tape.status("OLDUSDT", "BREAK");

        StartReport report = start(SymbolSelection.parse("*USDT"));

        assertThat(report.checkpoints()).extracting(Checkpoint::symbol).containsExactly(BTC, ETH);
        assertThat(report.checkpoints().getFirst().wanted().followedFrom()).hasValue(101);
    }

    @Test
    void aNamedSymbolIsFollowedBesideTheQuoteCurrency() throws InterruptedException {
        traded(BTC, 1, 100);
        traded(Symbol.of("BTCEUR"), 1, 20);

        StartReport report = start(SymbolSelection.parse("*USDT,BTCEUR"));

        assertThat(report.checkpoints())
                .extracting(Checkpoint::symbol)
                .containsExactly(Symbol.of("BTCEUR"), BTC);
    }

    @Test
    void aPairWithAnImpossibleNameDoesNotKeepTheOthersFromBeingFollowed()
            throws InterruptedException {
        traded(BTC, 1, 100);
        tape.list("../USDT");

        StartReport report = start(SymbolSelection.parse("*USDT"));

        assertThat(report.checkpoints()).extracting(Checkpoint::symbol).containsExactly(BTC);
        assertThat(report.notices())
                .extracting(Notice::kind)
                .containsExactlyInAnyOrder(Notice.Kind.UNUSABLE_NAME, Notice.Kind.FOLLOWED);
    }

    @Test
    void aPairThatIsHaltedIsNotEnded() throws InterruptedException {
        traded(BTC, 1, 100);
        traded(ETH, 1, 50);
        start(SymbolSelection.parse("*USDT"));
        tape.status("ETHUSDT", "HALT");

        StartReport report = start(SymbolSelection.parse("*USDT"));

        assertThat(report.checkpoints()).extracting(Checkpoint::symbol).containsExactly(BTC, ETH);
        assertThat(report.notices()).isEmpty();
    }

    @Test
    void whatWasFollowedOfAQuoteCurrencyGoesOnWithoutTheExchange() throws InterruptedException {
        traded(BTC, 1, 100);
        start(SymbolSelection.parse("*USDT"));
        faults = always(new HistoryFault.NoAnswer());

        StartReport report = start(SymbolSelection.parse("*USDT"));

        assertThat(report.checkpoints()).extracting(Checkpoint::symbol).containsExactly(BTC);
    }

    @Test
    void aQuoteCurrencyCannotStartWhereNobodyTellsItsPairs() {
        faults = always(new HistoryFault.NoAnswer());

        assertThatThrownBy(() -> start(SymbolSelection.parse("*USDT")))
                .isInstanceOf(CannotStartException.class);
    }

    @Test
    void objectsOfAPairThatTheExchangeNamesAreNotForgotten() throws InterruptedException {
        traded(BTC, 1, 100);
        Batch batch = new SampleTrades(1).batch(10);
        archive.put(batch.key().toString(), new byte[] {1}, Map.of());

        assertThatThrownBy(() -> start(SymbolSelection.parse("*USDT")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("gapless rebuild");
    }

    @Test
    void aLostReplyToTheOriginsWriteChangesNothing() throws InterruptedException {
        traded(BTC, 100, 142);
        Deque<StorageFault> once = new ArrayDeque<>(List.of(StorageFault.lostReply()));
        checkpointFaults =
                call ->
                        call.operation() == StorageCall.Operation.WRITE && !once.isEmpty()
                                ? once.remove()
                                : StorageFault.none();

        assertThat(start(BTC).checkpoints().getFirst().wanted().followedFrom()).hasValue(143);
        assertThat(checkpoints.read(BTC).orElseThrow().version()).isEqualTo(1);
    }

    private static HistoryFaults always(HistoryFault fault) {
        return _ -> fault;
    }
}
