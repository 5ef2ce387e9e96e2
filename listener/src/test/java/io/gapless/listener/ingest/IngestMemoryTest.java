package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.listener.feed.FeedColumns;
import io.gapless.protocol.EncodedBatch;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Many symbols share one limit of memory.
class IngestMemoryTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final long LIMIT = 1 << 20;

    private static final long OTHER = 1_000_000;

    private final List<SampleTrades> markets =
            List.of(
                    new SampleTrades(1).fromId(0).at(START),
                    new SampleTrades(2).fromId(OTHER).at(START));
    private long arrived = Trade.micros(START);
    private final Ingest ingest =
            new Ingest(
                    List.of(followed("OLDUSDT", 0), followed("NEWUSDT", OTHER)),
                    new IngestSettings(
                            new FlushPolicy(Duration.ofHours(1), 50_000),
                            Duration.ofSeconds(3),
                            LIMIT),
                    Seeds.random(1));
    private final List<IngestAction> told = new ArrayList<>();

    private static Checkpoint followed(String symbol, long origin) {
        return Checkpoint.none(Symbol.of(symbol)).change().follow(origin).at(START);
    }

    private void receive(int symbol, int count) {
        FeedColumns rows = new FeedColumns(1, count);
        for (Trade t : markets.get(symbol).take(count).rows()) {
            rows.add(
                    symbol,
                    new Trade(
                            t.id(),
                            t.price(),
                            t.quantity(),
                            t.time(),
                            t.buyerIsMaker(),
                            t.bestMatch(),
                            t.eventTime(),
                            arrived++,
                            t.source()));
        }
        told.addAll(ingest.on(new IngestEvent.TradesReceived(rows), START));
    }

    private void tick() {
        told.addAll(ingest.on(new IngestEvent.Tick(), START));
    }

    private Coverage written() {
        Coverage ids = Coverage.EMPTY;
        for (IngestAction action : told) {
            if (action instanceof IngestAction.Write write) {
                for (EncodedBatch batch : write.batches()) {
                    ids = ids.plus(batch.range());
                }
            }
        }
        return ids;
    }

    private List<IngestAction.Alarm> alarms() {
        return told.stream()
                .filter(IngestAction.Alarm.class::isInstance)
                .map(IngestAction.Alarm.class::cast)
                .toList();
    }

    private long received() {
        return markets.getFirst().nextId() + markets.getLast().nextId() - OTHER;
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }

    @Test
    void whenMemoryIsFullTradesAreWrittenBeforeTheirTime() {
        receive(0, 5_000);
        receive(1, 10_000);
        tick();
        assertThat(told).isEmpty();
        assertThat(ingest.heldBytes()).isBetween(LIMIT / 2, LIMIT);

        receive(1, 10_000);
        tick();
        tick();

        assertThat(ingest.heldBytes()).isLessThan(LIMIT / 2);
        assertThat(ingest.takeMostHeldBytes()).isGreaterThan(LIMIT / 2);
        assertThat(ingest.takeMostHeldBytes()).isEqualTo(ingest.heldBytes());
        assertThat(written()).isEqualTo(ids(0, 4_999).plus(ids(OTHER, OTHER + 19_999)));
        assertThat(ingest.counts().tradesGivenUp()).isZero();
    }

    @Test
    void whatDoesNotFitEvenEncodedIsGivenUpOldestFirstCountedAndTold() {
        List<IngestAction.Alarm> alarms = List.of();
        while (alarms.isEmpty()) {
            receive(0, 5_000);
            receive(1, 5_000);
            tick();
            alarms = alarms();
        }

        // No write ends, so what was begun stays on its way; behind it the symbol comes first that
        // receives first.
        long oldestIdle = written().rangeHolding(0).orElseThrow().last() + 1;
        IngestAction.Alarm first = alarms.getFirst();
        assertThat(first.kind()).isEqualTo(IngestAction.Alarm.Kind.TRADES_GIVEN_UP);
        assertThat(first.symbol()).isEqualTo(Symbol.of("OLDUSDT"));
        assertThat(first.message()).contains(oldestIdle + "..").contains("the repair fetches them");
        long held =
                ingest.progress().stream().mapToLong(symbol -> symbol.unarchived().size()).sum();
        assertThat(ingest.counts().tradesGivenUp()).isEqualTo(received() - held);
        assertThat(ingest.heldBytes()).isLessThanOrEqualTo(LIMIT);
        assertThat(ingest.heldMemory().bytes()).isEqualTo(ingest.heldBytes());
        assertThat(ingest.heldMemory().onTheirWay()).isBetween(1L, ingest.heldBytes());
    }

    @Test
    void memoryStaysBoundedHoweverMuchArrives() {
        for (int i = 0; i < 40; i++) {
            receive(i % 2, 5_000);
            tick();
            assertThat(ingest.heldBytes()).isLessThanOrEqualTo(LIMIT);
        }

        long held =
                ingest.progress().stream().mapToLong(symbol -> symbol.unarchived().size()).sum();
        assertThat(ingest.counts().tradesGivenUp() + held).isEqualTo(received());
    }
}
