package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.batch.Batch;
import io.gapless.protocol.BatchWrite;
import io.gapless.protocol.EncodedBatch;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HeldBatchesTest {
    private final RandomGenerator random = Seeds.random(1);
    private final SampleTrades trades = new SampleTrades(1).fromId(0);
    private final HeldBatches held = new HeldBatches();
    private final List<EncodedBatch> batches = new ArrayList<>();

    /// Batches of ten, received at 1, 2, 3, …
    private void hold(int count) {
        for (int i = 0; i < count; i++) {
            EncodedBatch batch =
                    EncodedBatch.own(new Batch(SampleTrades.SYMBOL, trades.take(10)), random);
            batches.add(batch);
            held.add(batch, batches.size());
        }
    }

    @Test
    void oneWriteTakesTheFirstOnesAndOnlyTheRestCanBeGivenUp() {
        hold(BatchWrite.MAX_BATCHES + 1);

        assertThat(held.beginWrite()).isEqualTo(batches.subList(0, BatchWrite.MAX_BATCHES));
        assertThat(held.oldestReceivedAt()).isEqualTo(1);
        assertThat(held.oldestIdleReceivedAt()).isEqualTo(BatchWrite.MAX_BATCHES + 1);
        assertThat(held.removeOldestIdle()).contains(batches.getLast());
        assertThat(held.hasIdle()).isFalse();
        assertThat(held.removeOldestIdle()).isEmpty();
    }

    @Test
    void whenTheWriteHasEndedTheOldestCanBeGivenUpAgain() {
        hold(2);
        held.beginWrite();
        held.writeEnded();

        assertThat(held.removeOldestIdle()).contains(batches.getFirst());
        assertThat(held.heldBytes()).isEqualTo(batches.getLast().heldBytes());
    }

    @Test
    void oneThatWaitsIsAsOldAsBeforeAndGoesLast() {
        hold(3);

        held.moveLast(batches.getFirst());

        assertThat(held.all()).containsExactly(batches.get(1), batches.get(2), batches.getFirst());
        assertThat(held.oldestReceivedAt()).isEqualTo(1);
    }

    @Test
    void theSameTradesUnderAnotherKeyTakeThePlaceOfTheFirst() {
        hold(2);
        EncodedBatch other = batches.getFirst().underAnotherKey(random);

        held.replace(batches.getFirst(), other);

        assertThat(held.all()).containsExactly(batches.getLast(), other);
        assertThat(held.ids()).isEqualTo(Coverage.of(new TradeIdRange(0, 19)));
        assertThat(held.oldestReceivedAt()).isEqualTo(1);
    }

    @Test
    void whatIsNotHeldIsNotReplaced() {
        hold(1);
        held.remove(batches.getFirst());
        held.remove(batches.getFirst());
        held.moveLast(batches.getFirst());

        assertThat(held.isEmpty()).isTrue();
        assertThat(held.heldBytes()).isZero();
        assertThat(held.oldestReceivedAt()).isEqualTo(Long.MAX_VALUE);
    }
}
