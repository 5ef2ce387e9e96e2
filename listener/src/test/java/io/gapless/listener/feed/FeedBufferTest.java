package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedBufferTest {
    private final FeedSignal signal = new FeedSignal(Duration.ZERO);
    private final ExecutorService socketThread = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopTheSocketThread() {
        socketThread.shutdownNow();
    }

    @Test
    void rowsComeOutInTheOrderTheyWentInWithAllTheirValues() throws Exception {
        FeedBuffer buffer = new FeedBuffer(7, 10, signal);
        append(buffer, 5);
        append(buffer, 4);

        List<Long> ids = new ArrayList<>();
        int rows =
                buffer.drain(columns -> {
                    assertThat(columns.connection()).isEqualTo(7);
                    for (int row = 0; row < columns.size(); row++) {
                        ids.add(columns.trades().id(row));
                        assertThat(columns.symbol(row)).isEqualTo(3);
                        assertThat(columns.trades().receivedAt(row)).isEqualTo(99);
                        assertThat(columns.trades().price(row)).isEqualTo(11);
                    }
                });

        assertThat(rows).isEqualTo(2);
        assertThat(ids).containsExactly(5L, 4L);
        assertThat(buffer.drain(_ -> {})).isZero();
    }

    @Test
    void rowsThatArriveDuringADrainAreInTheNext() throws Exception {
        FeedBuffer buffer = new FeedBuffer(1, 10, signal);
        append(buffer, 1);
        List<Long> first = new ArrayList<>();
        buffer.drain(columns -> {
            append(buffer, 2);
            first.add(columns.trades().id(0));
            assertThat(columns.size()).isOne();
        });

        assertThat(first).containsExactly(1L);
        assertThat(drainIds(buffer)).containsExactly(2L);
    }

    @Test
    void aFullBufferHoldsTheSocketThreadUntilItIsDrained() {
        FeedBuffer buffer = new FeedBuffer(1, 2, signal);
        append(buffer, 1);
        append(buffer, 2);
        CompletableFuture<Boolean> third = appendOnSocketThread(buffer, 3);
        await().until(buffer::isFull);
        assertThat(third).isNotDone();

        assertThat(drainIds(buffer)).containsExactly(1L, 2L);

        assertThat(third).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
        assertThat(buffer.isFull()).isFalse();
        assertThat(drainIds(buffer)).containsExactly(3L);
    }

    @Test
    void closingFreesAWaitingSocketThreadWithoutTakingItsRow() {
        FeedBuffer buffer = new FeedBuffer(1, 1, signal);
        append(buffer, 1);
        CompletableFuture<Boolean> second = appendOnSocketThread(buffer, 2);
        await().until(buffer::isFull);

        buffer.close();

        assertThat(second).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
        assertThat(buffer.isFinished()).isFalse();
        assertThat(drainIds(buffer)).containsExactly(1L);
        assertThat(buffer.isFinished()).isTrue();
    }

    @Test
    void afterClosingNoRowIsTakenEvenThoughThereIsRoom() {
        FeedBuffer buffer = new FeedBuffer(1, 10, signal);
        buffer.close();

        assertThat(append(buffer, 1)).isFalse();
        assertThat(drainIds(buffer)).isEmpty();
    }

    @Test
    void aSinkThatThrowsLeavesTheBufferUsable() {
        FeedBuffer buffer = new FeedBuffer(1, 10, signal);
        append(buffer, 1);
        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        buffer.drain(_ -> {
                            throw new IllegalStateException("sink");
                        }))
                .isInstanceOf(IllegalStateException.class);

        append(buffer, 2);
        append(buffer, 3);
        assertThat(drainIds(buffer)).containsExactly(2L, 3L);
    }

    @Test
    void manyRowsPassBetweenTwoThreadsWithNoneLostAndNoneTwice() throws Exception {
        int rows = 200_000;
        FeedBuffer buffer = new FeedBuffer(1, 64, signal);
        var writer =
                socketThread.submit(() -> {
                    for (long id = 0; id < rows; id++) {
                        append(buffer, id);
                    }
                });
        long next = 0;
        while (next < rows) {
            signal.await(Duration.ofSeconds(1));
            signal.lower();
            for (long id : drainIds(buffer)) {
                assertThat(id).isEqualTo(next++);
            }
        }
        writer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theSignalWakesForTheFirstRowAndNotAfterItIsLowered() throws Exception {
        FeedBuffer buffer = new FeedBuffer(1, 1000, signal);
        append(buffer, 1);
        signal.await(Duration.ofDays(1));
        signal.lower();
        drainIds(buffer);

        CompletableFuture<Void> woken =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                signal.await(Duration.ofDays(1));
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        socketThread);
        assertThat(woken).isNotDone();
        append(buffer, 2);
        assertThat(woken).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void muchDataIsNotHeldBackByTheDelay() throws Exception {
        FeedSignal patient = new FeedSignal(Duration.ofDays(1));
        FeedBuffer buffer = new FeedBuffer(1, 8, patient);
        append(buffer, 1);
        append(buffer, 2);
        patient.await(Duration.ofDays(1));
    }

    @Test
    void aClosedSignalHoldsNobody() throws Exception {
        FeedSignal patient = new FeedSignal(Duration.ofDays(1));
        patient.some();
        patient.close();
        patient.await(Duration.ofDays(1));
    }

    private CompletableFuture<Boolean> appendOnSocketThread(FeedBuffer buffer, long id) {
        return CompletableFuture.supplyAsync(() -> append(buffer, id), socketThread);
    }

    private static boolean append(FeedBuffer buffer, long id) {
        DecodedTrade trade = new DecodedTrade();
        trade.symbol = 3;
        trade.id = id;
        trade.price = 11;
        try {
            return buffer.append(trade, 99);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Long> drainIds(FeedBuffer buffer) {
        List<Long> ids = new ArrayList<>();
        buffer.drain(columns -> {
            for (int row = 0; row < columns.size(); row++) {
                ids.add(columns.trades().id(row));
            }
        });
        return ids;
    }
}
