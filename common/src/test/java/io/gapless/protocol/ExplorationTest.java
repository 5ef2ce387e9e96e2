package io.gapless.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.protocol.Exploration.Limits;
import io.gapless.protocol.Exploration.Writer;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// All interleavings of few writers with few trades.
class ExplorationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.000123Z");
    private static final FixedTape TAPE =
            new FixedTape(Symbol.of("BTCUSDT"), NOW, Duration.ofMillis(100));

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }

    private static Claimant as(String name) {
        return new Claimant(name, Duration.ofSeconds(60));
    }

    private static Checkpoint first() {
        return Checkpoint.none(TAPE.symbol()).change().follow(1).at(NOW);
    }

    /// A listener that cuts what it holds where it is told to.
    private static Writer listener(
            int number, SmallMarket market, Coverage holds, int batchTrades, Mistake mistake) {
        return new Writer(
                "listener " + number,
                holds,
                () ->
                        new ListenerScript(
                                market, holds, batchTrades, as("l" + number), () -> 0, mistake));
    }

    private static Writer repair(
            int number, SmallMarket market, Coverage served, int batchTrades, Mistake mistake) {
        return new Writer(
                "repair " + number,
                Coverage.EMPTY,
                repairScript(number, market, served, batchTrades, mistake));
    }

    private static Supplier<Script> repairScript(
            int number, SmallMarket market, Coverage served, int batchTrades, Mistake mistake) {
        return () ->
                new RepairScript(market, served, batchTrades, as("r" + number), () -> 0, mistake);
    }

    private static int explore(SmallMarket market, Limits limits, Writer... writers) {
        return explore(market, first(), limits, writers);
    }

    private static int explore(
            SmallMarket market, Checkpoint first, Limits limits, Writer... writers) {
        Coverage served = market.served();
        return new Exploration(
                        market,
                        NOW,
                        first,
                        List.of(writers),
                        List.of(
                                repairScript(1_000, market, served, 1_000, Mistake.NONE),
                                repairScript(1_001, market, served, 1_000, Mistake.NONE)))
                .explore(limits);
    }

    /// Somebody has claimed these ids and died.
    private static Checkpoint abandoned(SmallMarket market, Coverage ids) {
        return first().change()
                .claim(ListenerScript.claim(market, ids.span().orElseThrow(), NOW, () -> 7))
                .at(NOW);
    }

    @Test
    void aListenerAndARepairThatTakesOverTooEarly() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 2), Coverage.EMPTY);
        int states =
                explore(
                        market,
                        new Limits(1, 1, 0),
                        listener(1, market, ids(1, 2), 2, Mistake.NONE),
                        repair(1, market, ids(1, 2), 1, Mistake.NONE));

        assertThat(states).isGreaterThan(1_000);
    }

    @Test
    void twoListenersThatCutDifferently() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 3), Coverage.EMPTY);
        int states =
                explore(
                        market,
                        new Limits(1, 1, 0),
                        listener(1, market, ids(1, 3), 2, Mistake.NONE),
                        listener(2, market, ids(2, 3), 2, Mistake.NONE));

        assertThat(states).isGreaterThan(1_000);
    }

    @Test
    void aTradeThatOnlyTheListenerEverHadAndARepairThatVoidsItsClaims() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 3), ids(2, 2));
        int states =
                explore(
                        market,
                        new Limits(1, 1, 0),
                        listener(1, market, ids(1, 3), 3, Mistake.NONE),
                        repair(1, market, market.served(), 3, Mistake.NONE));

        assertThat(states).isGreaterThan(1_000);
    }

    @Test
    void twoRepairsOverAClaimThatOneCanBuildAndTheOtherVoids() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 2), Coverage.EMPTY);
        int states =
                explore(
                        market,
                        abandoned(market, ids(1, 2)),
                        new Limits(1, 1, 0),
                        repair(1, market, ids(1, 2), 2, Mistake.NONE),
                        repair(2, market, ids(2, 2), 2, Mistake.NONE));

        assertThat(states).isGreaterThan(1_000);
    }

    @Test
    void twoListenersAndARepairThatTakesOverTooEarly() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 1), Coverage.EMPTY);
        int states =
                explore(
                        market,
                        new Limits(0, 0, 0),
                        listener(1, market, ids(1, 1), 1, Mistake.NONE),
                        listener(2, market, ids(1, 1), 1, Mistake.NONE),
                        repair(1, market, ids(1, 1), 1, Mistake.NONE));

        assertThat(states).isGreaterThan(1_000);
    }

    @Test
    void twoListenersAndARepairThatVoids() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 1), Coverage.EMPTY);
        int states =
                explore(
                        market,
                        new Limits(0, 0, 0),
                        listener(1, market, ids(1, 1), 1, Mistake.NONE),
                        listener(2, market, ids(1, 1), 1, Mistake.NONE),
                        repair(1, market, Coverage.EMPTY, 1, Mistake.NONE));

        assertThat(states).isGreaterThan(1_000);
    }

    @Test
    void aListenerAndTwoRepairsOfWhichOneVoids() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 1), Coverage.EMPTY);
        int states =
                explore(
                        market,
                        new Limits(0, 0, 0),
                        listener(1, market, ids(1, 1), 1, Mistake.NONE),
                        repair(1, market, ids(1, 1), 1, Mistake.NONE),
                        repair(2, market, Coverage.EMPTY, 1, Mistake.NONE));

        assertThat(states).isGreaterThan(1_000);
    }

    private static void finds(String what, Supplier<Integer> exploration) {
        assertThatThrownBy(exploration::get)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    @Test
    void whoTakesA412ForSuccessIsFound() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 3), ids(2, 2));
        finds(
                "archived, and in no object",
                () ->
                        explore(
                                market,
                                new Limits(0, 0, 0),
                                listener(1, market, ids(1, 3), 3, Mistake.TAKES_A_412_FOR_SUCCESS),
                                repair(1, market, market.served(), 3, Mistake.NONE)));
    }

    @Test
    void whoTakesItsVoidForDoneWithoutLookingIsFound() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 3), ids(2, 2));
        finds(
                "archived",
                () ->
                        explore(
                                market,
                                new Limits(0, 0, 0),
                                listener(1, market, ids(1, 3), 3, Mistake.NONE),
                                repair(
                                        1,
                                        market,
                                        market.served(),
                                        3,
                                        Mistake.TAKES_A_412_FOR_SUCCESS)));
    }

    @Test
    void whoTakesSilenceForSuccessIsFound() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 2), Coverage.EMPTY);
        finds(
                "archived, and in no object",
                () ->
                        explore(
                                market,
                                new Limits(1, 0, 0),
                                listener(
                                        1,
                                        market,
                                        ids(1, 2),
                                        2,
                                        Mistake.TAKES_SILENCE_FOR_SUCCESS)));
    }

    @Test
    void whoMakesTheKeyOfItsOwnRowsIsFound() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 2), Coverage.EMPTY);
        finds(
                "neither archived nor claimed",
                () ->
                        explore(
                                market,
                                new Limits(0, 0, 0),
                                listener(1, market, ids(1, 2), 2, Mistake.NONE),
                                repair(
                                        1,
                                        market,
                                        ids(1, 2),
                                        2,
                                        Mistake.MAKES_THE_KEY_OF_ITS_OWN_ROWS)));
    }

    @Test
    void whoDropsTheClaimsOfOthersIsFound() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 2), Coverage.EMPTY);
        finds(
                "neither archived nor claimed",
                () ->
                        explore(
                                market,
                                new Limits(0, 1, 0),
                                listener(1, market, ids(1, 2), 2, Mistake.NONE),
                                repair(1, market, ids(1, 2), 1, Mistake.DROPS_CLAIMS_OF_OTHERS)));
    }

    @Test
    void whoTakesAbsentForFinalIsFound() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 3), ids(2, 2));
        finds(
                "lost [2]",
                () ->
                        explore(
                                market,
                                new Limits(0, 0, 0),
                                listener(1, market, ids(2, 2), 3, Mistake.TAKES_ABSENT_FOR_FINAL),
                                repair(1, market, market.served(), 3, Mistake.NONE)));
    }

    @Test
    void anOldTableUnderRunningWritersIsFound() {
        SmallMarket market = new SmallMarket(TAPE, ids(1, 2), Coverage.EMPTY);
        finds(
                "archived",
                () ->
                        explore(
                                market,
                                new Limits(0, 0, 1),
                                listener(1, market, ids(1, 2), 2, Mistake.NONE),
                                repair(1, market, ids(1, 2), 1, Mistake.NONE)));
    }
}
