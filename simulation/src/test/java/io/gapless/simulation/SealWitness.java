package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.PutOutcome;
import io.gapless.batch.ByteSource;
import io.gapless.batch.SealedKey;
import io.gapless.batch.SealedReader;
import io.gapless.seal.Certificate;
import io.gapless.seal.CertificateJson;
import io.gapless.seal.DayKeys;
import io.gapless.seal.DayState.Border;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at every sealed object and certificate the moment it is stored, and reads as views do.
final class SealWitness {
    private final World world;
    private final Symbol symbol;
    private final TradeColumns traded;
    private final Map<SealedKey, Coverage> sealed = new HashMap<>();
    private final Map<LocalDate, Certificate> newest = new TreeMap<>();

    SealWitness(World world, Symbol symbol, TradeColumns traded) {
        this.world = world;
        this.symbol = symbol;
        this.traded = traded;
    }

    PutOutcome put(
            SimulatedProcess process, String key, byte[] body, Map<String, String> metadata) {
        PutOutcome outcome = world.witness().put(process, key, body, metadata);
        if (outcome == PutOutcome.CREATED) {
            if (key.startsWith(SealedKey.ROOT)) {
                sealed(SealedKey.parse(key), body);
            }
            DayKeys.parse(key)
                    .filter(k -> k.kind().equals(DayKeys.CERTIFICATE))
                    .ifPresent(k -> certified(CertificateJson.read(k, body)));
        }
        return outcome;
    }

    /// The ids of a date that were really traded.
    Coverage traded(LocalDate date) {
        List<TradeIdRange> ids = new ArrayList<>();
        for (int row = 0; row < traded.size(); row++) {
            if (Trade.dateOf(traded.time(row)).equals(date)) {
                ids.add(new TradeIdRange(traded.id(row), traded.id(row)));
            }
        }
        return Coverage.of(ids);
    }

    Optional<Certificate> certificate(LocalDate date) {
        return Optional.ofNullable(newest.get(date));
    }

    LocalDate today() {
        return LocalDate.ofInstant(world.time().instant(), ZoneOffset.UTC);
    }

    private void sealed(SealedKey key, byte[] body) {
        SealedReader reader = new SealedReader(key, ByteSource.of(body));
        if (!reader.isVoid() && today().isAfter(key.sealedOn())) {
            throw new BrokenPromise(key + " appears when its date is over, on " + today());
        }
        Coverage ids = Coverage.EMPTY;
        for (Optional<TradeColumns> rows = reader.next(); rows.isPresent(); rows = reader.next()) {
            TradeColumns some = rows.get();
            for (int row = 0; row < some.size(); row++) {
                Optional<String> wrong = world.market().contradiction(symbol, some, row);
                if (wrong.isPresent()) {
                    throw new BrokenPromise("sealed " + key + ": " + wrong.get());
                }
                ids = ids.plus(new TradeIdRange(some.id(row), some.id(row)));
            }
        }
        for (Map.Entry<SealedKey, Coverage> other : sealed.entrySet()) {
            if (!other.getValue().intersect(ids).isEmpty()) {
                throw new BrokenPromise(
                        "sealed twice: " + other.getValue().intersect(ids) + " in " + key);
            }
        }
        if (!ids.minus(world.witness().withRows(symbol)).isEmpty()) {
            throw new BrokenPromise("sealed, and in no object under trades/: " + key);
        }
        sealed.put(key, ids);
    }

    private void certified(Certificate c) {
        long first =
                switch (c.before()) {
                    case Border.Neighbour(var id) -> id + 1;
                    case Border.FirstWanted(var id) -> id;
                    case Border.NothingLater _ -> throw new BrokenPromise("nothing earlier");
                };
        long last =
                c.after() instanceof Border.Neighbour(var id)
                        ? id - 1
                        : c.rows().ids().span().orElseThrow().last();
        Coverage due = traded(c.date()).intersect(Coverage.of(new TradeIdRange(first, last)));
        Coverage lacking = due.minus(c.rows().ids());
        if (!lacking.isEmpty()) {
            throw new BrokenPromise(c.key() + " is certified, and lacks " + lacking);
        }
        Coverage told = Coverage.EMPTY;
        for (Certificate.SealedObject object : c.sealed()) {
            told = told.plus(sealed.getOrDefault(object.key(), Coverage.EMPTY));
        }
        if (!told.equals(c.rows().ids())) {
            throw new BrokenPromise(c.key() + " is certified, and sealed is " + told);
        }
        newest.put(c.date(), c);
    }

    /// What a reader knows when it has listed what is sealed: it goes by this for which parts to leave
    /// out, and may list again for the rows.
    record Listed(LocalDate today, List<SealedKey> covering) {}

    Listed list() {
        return new Listed(today(), effective(today()));
    }

    /// Reads all rows as views do; the listing may be older.
    void read(Listed listed) {
        Map<Long, Integer> seen = new HashMap<>();
        for (SealedKey key : effective(listed.today())) {
            SealedReader reader = open(key);
            for (Optional<TradeColumns> rows = reader.next();
                    rows.isPresent();
                    rows = reader.next()) {
                rows.get().rows().forEach(trade -> seen.merge(trade.id(), 1, Integer::sum));
            }
        }
        Coverage covered = Coverage.of(listed.covering().stream().map(SealedKey::range).toList());
        Coverage parts = world.witness().withRows(symbol);
        for (TradeIdRange range : parts.minus(covered).ranges()) {
            for (long id = range.first(); id <= range.last(); id++) {
                seen.merge(id, 1, Integer::sum);
            }
        }
        seen.forEach((id, times) -> {
            if (times > 1) {
                throw new BrokenPromise("a reader sees trade " + id + " twice");
            }
        });
        if (seen.size() != parts.size()) {
            throw new BrokenPromise(
                    "a reader sees %d trades of %d".formatted(seen.size(), parts.size()));
        }
    }

    private List<SealedKey> effective(LocalDate today) {
        return world
                .witness()
                .archive()
                .list(SealedKey.prefix(symbol), Optional.empty())
                .entries()
                .stream()
                .map(Archive.Entry::key)
                .map(SealedKey::parse)
                .filter(key -> key.sealedOn().isBefore(today))
                .filter(key -> !open(key).isVoid())
                .toList();
    }

    private SealedReader open(SealedKey key) {
        return new SealedReader(
                key, ByteSource.of(world.witness().archive().get(key.toString()).orElseThrow()));
    }
}
