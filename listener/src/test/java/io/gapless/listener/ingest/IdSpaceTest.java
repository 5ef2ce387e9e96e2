package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.HighestId;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdSpaceTest {
    private static final Symbol SYMBOL = Symbol.of("BTCUSDT");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final long TIME = Trade.micros(NOON);
    private static final long MINUTE = HighestId.RESTART_LEAD;

    private final IdSpace ids = new IdSpace();

    private static Checkpoint claimed(long first, long last, Instant expires) {
        BatchKey key = new BatchKey(SYMBOL, TIME, TIME, new TradeIdRange(first, last));
        return Checkpoint.none(SYMBOL)
                .change()
                .follow(first)
                .claim(new Claim("c", key, "other", expires))
                .at(NOON);
    }

    @Test
    void aTradeFarBelowThatHappenedLaterIsOfAnotherIdSpace() {
        ids.saw(5_000_000, TIME);

        assertThat(ids.restartsWith(17, TIME + MINUTE + 1)).isTrue();
        assertThat(ids.hasRestarted()).isTrue();
    }

    @Test
    void aLateDeliveryIsAsOldAsItsId() {
        ids.saw(5_000_000, TIME);

        assertThat(ids.restartsWith(17, TIME - MINUTE)).isFalse();
        assertThat(ids.restartsWith(17, TIME + MINUTE)).isFalse();
        assertThat(ids.restartsWith(5_000_000, TIME + 10 * MINUTE)).isFalse();
        assertThat(ids.hasRestarted()).isFalse();
    }

    @Test
    void anotherIdSpaceIsKnownHoweverFarItHasCome() {
        ids.saw(5_000_000, TIME);

        assertThat(ids.restartsWith(4_999_999, TIME + MINUTE + 1)).isTrue();
    }

    @Test
    void whatOthersArchiveOrClaimTellsHowFarTheIdsAre() {
        ids.saw(claimed(100_000, 100_009, NOON));

        assertThat(ids.highest()).isEqualTo(100_009);
        assertThat(ids.restartsWith(7, TIME + MINUTE + 1)).isTrue();
    }

    @Test
    void whatIsArchivedTellsIt() {
        ids.saw(claimed(100_000, 100_009, NOON).change().commit(Set.of("c")).at(NOON));

        assertThat(ids.restartsWith(7, TIME + MINUTE + 1)).isTrue();
    }

    @Test
    void whatHappenedBeforeTheRestartIsOfTheFirstIdsWheneverItIsDelivered() {
        ids.saw(5_000_000, TIME);
        ids.restartsWith(0, TIME + 3 * MINUTE);

        assertThat(ids.restartsWith(4_999_999, TIME - 1)).isFalse();
        assertThat(ids.restartsWith(5_000_001, TIME + 1)).isFalse();
        assertThat(ids.restartsWith(1, TIME + 4 * MINUTE)).isTrue();
        assertThat(ids.restartsWith(5_000_002, TIME + 1_000 * MINUTE)).isTrue();
    }

    @Test
    void whoLearnsLateThatTheIdsHaveRestartedTakesNoneOfTheNewForOld() {
        ids.saw(17, TIME + 3 * MINUTE);

        HighestId first = HighestId.taken(claimed(100, 109, NOON));
        assertThat(first.isContradictedBy(17, TIME + 3 * MINUTE)).isTrue();
        ids.restartedAfter(first);
        assertThat(ids.restartsWith(18, TIME + 3 * MINUTE + 1)).isTrue();
        assertThat(ids.restartsWith(105, TIME)).isFalse();
    }

    @Test
    void theOriginAloneSaysNothingBecauseNobodyKnowsItsTime() {
        ids.saw(Checkpoint.none(SYMBOL).change().follow(5_000_000).at(NOON));

        assertThat(ids.restartsWith(4_990_000, TIME)).isFalse();
    }
}
