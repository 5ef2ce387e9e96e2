package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.archive.LargeObjects;
import io.gapless.batch.CorruptBatchException;
import io.gapless.batch.SealedKey;
import io.gapless.batch.SealedReader;
import io.gapless.batch.TradeStream;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The sealed objects of a symbol's day.
///
/// @param rows those that hold rows, in ascending order of their ids
/// @param voids those that only keep their keys from being used
/// @param problems keys that cannot be read
record SealedDay(Set<SealedKey> voids, List<SealedKey> rows, List<String> problems) {
    /// Lists them, and looks which are voids.
    ///
    /// @param vouched keys that are known to hold rows: not looked into
    /// @throws CorruptBatchException when one is not what its key says
    static SealedDay list(
            Archive archive,
            LargeObjects objects,
            Symbol symbol,
            LocalDate date,
            Set<SealedKey> vouched) {
        Set<SealedKey> voids = new HashSet<>();
        List<SealedKey> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Archive.Entry entry :
                archive.list(SealedKey.prefix(symbol, date), Optional.empty()).entries()) {
            SealedKey key;
            try {
                key = SealedKey.parse(entry.key());
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
                continue;
            }
            if (!vouched.contains(key) && open(objects, key).isVoid()) {
                voids.add(key);
            } else {
                rows.add(key);
            }
        }
        rows.sort(Comparator.comparing(SealedKey::range));
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).range().overlaps(rows.get(i - 1).range())) {
                problems.add(
                        "%s and %s hold the same trades".formatted(rows.get(i - 1), rows.get(i)));
            }
        }
        return new SealedDay(voids, rows, problems);
    }

    /// @throws CorruptBatchException when it is not there or not what its key says
    static SealedReader open(LargeObjects objects, SealedKey key) {
        return new SealedReader(
                key,
                objects.open(key.toString())
                        .orElseThrow(() -> new CorruptBatchException(key + " is not there")));
    }

    /// The rows of several objects, one after the other.
    static TradeStream stream(LargeObjects objects, List<SealedKey> keys) {
        Iterator<SealedKey> rest = keys.iterator();
        return new TradeStream() {
            private Optional<SealedReader> current = Optional.empty();

            @Override
            public Optional<TradeColumns> next() {
                while (true) {
                    Optional<TradeColumns> rows = current.flatMap(SealedReader::next);
                    if (rows.isPresent() || !rest.hasNext()) {
                        return rows;
                    }
                    current = Optional.of(open(objects, rest.next()));
                }
            }
        };
    }

    Coverage ids() {
        return Coverage.of(rows.stream().map(SealedKey::range).toList());
    }

    /// Whether something is under the key, rows or not.
    boolean has(SealedKey key) {
        return voids.contains(key) || rows.contains(key);
    }
}
