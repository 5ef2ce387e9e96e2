package io.gapless.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Symbol;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:30Z");

    private final Ledger ledger = new Ledger();

    private static Claim claim(String id, long first, long last, Instant expires) {
        return new Claim(
                id,
                BatchKey.parse(
                        "trades/symbol=BTCUSDT/date=2026-01-01/20260101T000000.000000Z-20260101T000001.000000Z_%019d-%019d.parquet"
                                .formatted(first, last)),
                "test",
                expires);
    }

    private void look(CheckpointChange change) {
        ledger.look(List.of(change.at(NOW)), NOW);
    }

    private static CheckpointChange followed() {
        return Checkpoint.none(Symbol.of("BTCUSDT")).change().follow(1);
    }

    private static CheckpointChange stored(CheckpointChange change, long first, long last) {
        return change.claim(claim("c" + first, first, last, NOW.plusSeconds(10)))
                .commit(Set.of("c" + first));
    }

    @Test
    void aGapIsCountedOnceWhileItIsBeingClosed() {
        CheckpointChange holed = stored(stored(followed(), 1, 10), 21, 30);
        look(holed);
        assertThat(ledger.opened()).isEqualTo(1);
        assertThat(ledger.open()).isEqualTo(10);

        CheckpointChange halfClosed = stored(holed, 14, 16);
        look(halfClosed);
        assertThat(ledger.opened()).isEqualTo(1);
        assertThat(ledger.open()).isEqualTo(7);

        CheckpointChange next = stored(stored(halfClosed, 11, 13), 41, 50);
        look(next);
        assertThat(ledger.opened()).isEqualTo(2);
        assertThat(ledger.ids()).isEqualTo(20);
        assertThat(ledger.open()).isEqualTo(14);
    }

    @Test
    void aClaimIsLeftBehindOnceItHasExpired() {
        look(followed().claim(claim("alive", 1, 10, NOW.plusSeconds(10))));
        assertThat(ledger.leftBehind()).isZero();

        for (int looks = 0; looks < 2; looks++) {
            look(followed().claim(claim("dead", 1, 10, NOW.minusSeconds(1))));
        }
        assertThat(ledger.leftBehind()).isEqualTo(1);
    }
}
