package io.gapless.backfill.repair;

import io.gapless.archive.Archive;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.batch.CorruptBatchException;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the archive has of a day, looked up by id in ascending order: each object is read once, and one
/// is held at a time. An id may have been archived under a neighbouring date.
final class ArchivedRows {
    private static final BatchCodec CODEC = new BatchCodec();

    /// Pages of a listing of one date; a day of objects of one second each has 87.
    static final int MAX_PAGES = 1_000;

    /// Objects looked at for one id.
    static final int MAX_OVERLAPPING = 64;

    private final Archive archive;
    private final Symbol symbol;
    private final LocalDate date;
    private final TreeSet<BatchKey> objects =
            new TreeSet<>(Comparator.comparing(BatchKey::range).thenComparing(BatchKey::toString));
    private boolean neighboursListed;
    private @Nullable BatchKey held;
    private TradeColumns rows = new TradeColumns(1);

    ArchivedRows(Archive archive, Symbol symbol, LocalDate date) {
        this.archive = archive;
        this.symbol = symbol;
        this.date = date;
        list(date);
    }

    /// How many objects the date has.
    int objects() {
        return objects.size();
    }

    /// An archived row and where it lies.
    record Found(BatchKey key, Trade trade) {}

    /// The archived row of an id; empty when no object of that date or its neighbours has it.
    Optional<Found> find(long id) {
        if (held != null && held.range().contains(id)) {
            return Optional.of(row(id));
        }
        Optional<BatchKey> key = keyOf(id);
        if (key.isEmpty() && !neighboursListed) {
            neighboursListed = true;
            list(date.minusDays(1));
            list(date.plusDays(1));
            key = keyOf(id);
        }
        while (key.isPresent()) {
            if (hold(key.get())) {
                return Optional.of(row(id));
            }
            key = keyOf(id);
        }
        return Optional.empty();
    }

    private Found row(long id) {
        BatchKey key = java.util.Objects.requireNonNull(held);
        return new Found(key, rows.trade(Math.toIntExact(id - key.range().first())));
    }

    private Optional<BatchKey> keyOf(long id) {
        // Voids may lie over what was claimed anew in other borders.
        return objects.descendingSet().stream()
                .dropWhile(key -> key.range().first() > id)
                .limit(MAX_OVERLAPPING)
                .filter(key -> key.range().contains(id))
                .findFirst();
    }

    private boolean hold(BatchKey key) {
        Optional<byte[]> object = archive.get(key.toString());
        try {
            if (object.isPresent()
                    && CODEC.decode(key, object.get()) instanceof Content.Rows(var _, var found)) {
                held = key;
                rows = found;
                return true;
            }
        } catch (CorruptBatchException _) {
            // `verify` tells what is wrong with it; it can contradict nothing.
            held = null;
        }
        // A void: the ids lie elsewhere.
        objects.remove(key);
        return false;
    }

    private void list(LocalDate day) {
        String prefix = BatchKey.prefix(symbol, day);
        Optional<String> after = Optional.empty();
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            Archive.Page page = archive.list(prefix, after);
            for (Archive.Entry entry : page.entries()) {
                try {
                    objects.add(BatchKey.parse(entry.key()));
                } catch (IllegalArgumentException _) {
                    // Not one of ours; `verify` tells.
                    after = Optional.of(entry.key());
                }
            }
            List<Archive.Entry> entries = page.entries();
            if (!page.more() || entries.isEmpty()) {
                return;
            }
            after = Optional.of(entries.getLast().key());
        }
    }
}
