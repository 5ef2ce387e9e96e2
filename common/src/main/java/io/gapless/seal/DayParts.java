package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.batch.BatchKey;
import io.gapless.protocol.FoundObject;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The objects of one symbol and UTC date under `trades/` that hold rows, in ascending order of their
/// ids.
///
/// @param problems what must not be: keys that cannot be read, ids in two objects
record DayParts(Symbol symbol, LocalDate date, List<BatchKey> keys, List<String> problems) {
    /// Most objects of a day: one a second and a half.
    static final int MAX_PARTS = 60_000;

    DayParts {
        keys = List.copyOf(keys);
        problems = List.copyOf(problems);
    }

    /// Lists them. Voids lie over other objects, or over ids that are not stored, and are read to be
    /// sure. One that is found nowhere but here is noticed by whoever reads it ([PartStream]).
    ///
    /// @param stored ids that are in objects, as the checkpoint has it
    static DayParts list(Archive archive, Symbol symbol, LocalDate date, Coverage stored) {
        List<BatchKey> keys = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        String prefix = BatchKey.prefix(symbol, date);
        Optional<String> after = Optional.empty();
        while (keys.size() < MAX_PARTS) {
            Archive.Page page = archive.list(prefix, after);
            for (Archive.Entry entry : page.entries()) {
                try {
                    keys.add(BatchKey.parse(entry.key()));
                } catch (IllegalArgumentException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
            if (!page.more() || page.entries().isEmpty()) {
                keys.removeIf(key -> !stored.contains(key.range()) && isVoid(archive, key));
                return withoutVoids(archive, symbol, date, keys, problems);
            }
            after = Optional.of(page.entries().getLast().key());
        }
        problems.add("%s %s has more than %d objects".formatted(symbol, date, MAX_PARTS));
        return new DayParts(symbol, date, keys, problems);
    }

    private static DayParts withoutVoids(
            Archive archive,
            Symbol symbol,
            LocalDate date,
            List<BatchKey> keys,
            List<String> problems) {
        keys.sort(Comparator.comparing(BatchKey::range));
        Set<BatchKey> voids = new HashSet<>();
        Optional<BatchKey> before = Optional.empty();
        for (BatchKey key : keys) {
            if (before.filter(b -> b.range().overlaps(key.range())).isPresent()) {
                // Whoever is not a void reaches furthest, and is held against the next one.
                boolean voidBefore = isVoid(archive, before.get());
                boolean voidHere = isVoid(archive, key);
                if (voidBefore) {
                    voids.add(before.get());
                }
                if (voidHere) {
                    voids.add(key);
                }
                if (!voidBefore && !voidHere) {
                    problems.add("%s and %s hold the same trades".formatted(before.get(), key));
                }
                if (voidHere && !voidBefore) {
                    continue;
                }
            }
            before = Optional.of(key);
        }
        return new DayParts(symbol, date, without(keys, voids), problems);
    }

    private static boolean isVoid(Archive archive, BatchKey key) {
        return archive.get(key.toString())
                .filter(body -> FoundObject.look(key, body) instanceof FoundObject.Voided)
                .isPresent();
    }

    private static List<BatchKey> without(List<BatchKey> keys, Set<BatchKey> these) {
        return keys.stream().filter(key -> !these.contains(key)).toList();
    }

    /// The same without one that turned out to be a void.
    DayParts without(BatchKey found) {
        return new DayParts(symbol, date, without(keys, Set.of(found)), problems);
    }

    /// The ids that they hold.
    Coverage ids() {
        return Coverage.of(keys.stream().map(BatchKey::range).toList());
    }

    /// Those whose ids lie in a range.
    List<BatchKey> within(TradeIdRange range) {
        return keys.stream().filter(key -> range.contains(key.range())).toList();
    }
}
