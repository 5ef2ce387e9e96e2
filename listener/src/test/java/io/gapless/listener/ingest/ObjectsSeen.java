package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Gap;
import io.gapless.archive.InMemoryArchive;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.trade.Coverage;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a reader of the bucket sees of one symbol, moment by moment.
final class ObjectsSeen {
    private final InMemoryArchive archive;
    private final TreeMap<Long, BatchKey> objects = new TreeMap<>();

    ObjectsSeen(InMemoryArchive archive) {
        this.archive = archive;
    }

    /// At no moment an id in two objects.
    void checkNothingIsTwice() {
        if (archive.keys().size() == objects.size()) {
            return;
        }
        for (String name : archive.keys()) {
            BatchKey key = BatchKey.parse(name);
            BatchKey known = objects.put(key.range().first(), key);
            assertThat(known == null || known.equals(key)).as("%s and %s", known, key).isTrue();
        }
        long last = -1;
        for (BatchKey key : objects.values()) {
            assertThat(key.range().first()).as("%s", key).isGreaterThan(last);
            last = key.range().last();
        }
    }

    /// The objects' rows are what was traded; they and the gaps of the checkpoint are everything from
    /// the origin on, with no claim left.
    void checkTape(Checkpoint known, long origin, TradeColumns tape) {
        Map<Long, Trade> traded = new TreeMap<>();
        tape.rows().forEach(trade -> traded.put(trade.id(), trade));
        Coverage stored = Coverage.EMPTY;
        for (BatchKey key : objects.values()) {
            byte[] object = archive.get(key.toString()).orElseThrow();
            assertThat(new BatchCodec().decode(key, object))
                    .isInstanceOfSatisfying(
                            Content.Rows.class,
                            content ->
                                    assertThat(content.trades().rows())
                                            .allMatch(row -> row.sameFill(traded.get(row.id()))));
            stored = stored.plus(key.range());
        }
        long last = tape.id(tape.size() - 1);
        Coverage gaps =
                Coverage.of(known.gaps(OptionalLong.of(last)).stream().map(Gap::range).toList());
        assertThat(known.claims()).isEmpty();
        assertThat(known.archived()).isEqualTo(stored);
        assertThat(gaps.intersect(stored)).isEqualTo(Coverage.EMPTY);
        assertThat(gaps.plus(stored)).isEqualTo(Coverage.of(new TradeIdRange(origin, last)));
    }
}
