package io.gapless.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Claim;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EncodedBatchTest {
    private static final long DAY = Trade.micros(Instant.parse("2026-01-01T00:00:00Z"));
    private static final long DAYS_END = DAY + 86_400_000_000L - 1;

    private final ProtocolWorld world = new ProtocolWorld();

    private EncodedBatch withWindow(long first, long last) {
        EncodedBatch batch = world.own(7, 7);
        return new EncodedBatch(
                batch.claimId(),
                new BatchKey(ProtocolWorld.SYMBOL, first, last, batch.range()),
                batch.body(),
                batch.metadata(),
                batch.content(),
                batch.origin());
    }

    @Test
    void anotherKeyIsOfTheSameIdsAndDateWithAWindowAMicrosecondWider() {
        EncodedBatch batch = world.own(7, 7);
        EncodedBatch again = batch.underAnotherKey(world.random);

        assertThat(again.key())
                .isEqualTo(
                        new BatchKey(
                                ProtocolWorld.SYMBOL,
                                batch.key().firstTime(),
                                batch.key().lastTime() + 1,
                                batch.range()));
        assertThat(again.claimId()).isNotEqualTo(batch.claimId());
        assertThat(again.body()).isSameAs(batch.body());
        assertThat(again.origin()).isEqualTo(EncodedBatch.Origin.OWN);
    }

    @Test
    void atTheVeryEndOfTheDayTheWindowBeginsEarlier() {
        EncodedBatch again = withWindow(DAYS_END, DAYS_END).underAnotherKey(world.random);

        assertThat(again.key().firstTime()).isEqualTo(DAYS_END - 1);
        assertThat(again.key().lastTime()).isEqualTo(DAYS_END);
    }

    @Test
    void evenAWindowOfTheWholeDayFindsEverFurtherKeys() {
        EncodedBatch batch = withWindow(DAY, DAYS_END);
        Set<BatchKey> keys = new HashSet<>(List.of(batch.key()));
        for (int i = 0; i < 5; i++) {
            batch = batch.underAnotherKey(world.random);
            assertThat(keys.add(batch.key())).as("%s is new", batch.key()).isTrue();
            assertThat(batch.key().date()).isEqualTo(Trade.dateOf(DAY));
        }
    }

    @Test
    void rowsOfOtherIdsAnotherDateOrAnotherSymbolContradictTheClaim() {
        FixedTape tape =
                new FixedTape(
                        ProtocolWorld.SYMBOL,
                        Instant.parse("2025-12-31T12:00:00Z"),
                        Duration.ofMillis(100));
        Claim claim = world.abandoned(1, 10);

        assertThatThrownBy(() -> EncodedBatch.takenOver(claim, world.tape.batch(1, 9, Source.REST)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1..9")
                .hasMessageContaining(claim.key().toString());
        assertThatThrownBy(() -> EncodedBatch.takenOver(claim, tape.batch(1, 10, Source.REST)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2025-12-31");
        Claim others =
                new Claim(
                        "x",
                        new BatchKey(
                                io.gapless.trade.Symbol.of("ETHUSDT"),
                                claim.key().firstTime(),
                                claim.key().lastTime(),
                                new TradeIdRange(1, 10)),
                        "x",
                        claim.expires());
        assertThatThrownBy(
                        () -> EncodedBatch.takenOver(others, world.tape.batch(1, 10, Source.REST)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowsThatTellTheTimesDifferentlyStillGoUnderTheClaimsKey() {
        Claim claim = world.abandoned(1, 10);
        FixedTape later =
                new FixedTape(
                        ProtocolWorld.SYMBOL,
                        ProtocolWorld.START.plusNanos(300_000),
                        Duration.ofMillis(100));

        EncodedBatch taken = EncodedBatch.takenOver(claim, later.batch(1, 10, Source.REST));
        assertThat(taken.key()).isEqualTo(claim.key());
        assertThat(FoundObject.look(claim.key(), taken.body()))
                .isInstanceOf(FoundObject.Rows.class);
    }

    @Test
    void whatWasFoundUnderAClaimsKeyIsThatClaimsAndNeverClaimedAnew() {
        Claim claim = world.abandoned(1, 10);
        byte[] rows = world.takenOver(claim).body();
        EncodedBatch found = EncodedBatch.found(claim, rows, EncodedBatch.Content.ROWS);
        world.archive.put(claim.key().toString(), rows, found.metadata());

        assertThat(found.range()).isEqualTo(claim.range());
        assertThat(found.origin()).isEqualTo(EncodedBatch.Origin.TAKEN_OVER);
        world.write(found).finish();
        assertThat(world.archived()).isEqualTo(ProtocolWorld.ids(1, 10));
    }

    @Test
    void itHoldsAsManyBytesAsItsFile() {
        EncodedBatch batch = world.own(1, 1_000);

        assertThat(batch.heldBytes()).isEqualTo(batch.body().length).isPositive();
    }
}
