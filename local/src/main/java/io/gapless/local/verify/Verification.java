package io.gapless.local.verify;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Excerpt;
import io.gapless.trade.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/// Verifies an archive: lists it, reads every object, and compares with the checkpoints.
///
/// May run while writers are at work, and writes nothing.
public final class Verification {
    /// Objects read at once.
    public static final int READERS = 16;

    private static final int MAX_KEY = 300;

    /// Objects read between two looks at how far it is.
    private static final int CHUNK = 256;

    private final Archive archive;
    private final Optional<Checkpoints> checkpoints;

    /// @param checkpoints empty when there are only the objects to go by
    public Verification(Archive archive, Optional<Checkpoints> checkpoints) {
        this.archive = archive;
        this.checkpoints = checkpoints;
    }

    /// Verifies every symbol that has objects or a checkpoint, one after the other: of an archive of
    /// years, no more than one symbol's findings are held at a time.
    ///
    /// @param objectsRead is told how many objects have been read so far
    /// @throws InterruptedException when the thread is to end
    public Verdict verify(LongConsumer objectsRead) throws InterruptedException {
        Map<Symbol, Checkpoint> before = checkpoints();
        SortedMap<Symbol, SymbolVerdict> verdicts = new TreeMap<>();
        List<String> strangers = new ArrayList<>();
        Optional<SymbolAudit> current = Optional.empty();
        long read = 0;
        Optional<String> after = Optional.empty();
        try (ExecutorService readers =
                Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
            while (true) {
                Archive.Page page = archive.list(BatchKey.ROOT, after);
                List<Archive.Entry> entries = page.entries();
                for (int i = 0; i < entries.size(); i += CHUNK) {
                    List<Archive.Entry> chunk =
                            entries.subList(i, Math.min(entries.size(), i + CHUNK));
                    for (ObjectFinding finding : inspect(chunk, readers)) {
                        Optional<Symbol> symbol = symbol(finding);
                        if (symbol.isEmpty()) {
                            strangers.add(finding.key());
                            continue;
                        }
                        if (current.filter(a -> a.symbol().equals(symbol.get())).isEmpty()) {
                            current.ifPresent(a -> conclude(a, before, verdicts));
                            current = Optional.of(new SymbolAudit(symbol.get()));
                        }
                        current.get().add(finding);
                    }
                    read += chunk.size();
                    objectsRead.accept(read);
                }
                if (!page.more() || entries.isEmpty()) {
                    break;
                }
                after = Optional.of(entries.getLast().key());
            }
        }
        current.ifPresent(a -> conclude(a, before, verdicts));
        before.keySet().stream()
                .filter(symbol -> !verdicts.containsKey(symbol))
                .forEach(symbol -> conclude(new SymbolAudit(symbol), before, verdicts));
        return new Verdict(List.copyOf(verdicts.values()), strangers);
    }

    /// Called when all of a symbol's objects are listed: keys are listed in order, symbol by symbol.
    private void conclude(
            SymbolAudit audit,
            Map<Symbol, Checkpoint> before,
            Map<Symbol, SymbolVerdict> verdicts) {
        Symbol symbol = audit.symbol();
        Optional<Checkpoint> now = checkpoints.flatMap(c -> c.read(symbol));
        verdicts.put(symbol, audit.verdict(Optional.ofNullable(before.get(symbol)), now));
    }

    /// What verification says of the whole archive.
    ///
    /// @param strangers keys under `trades/` that name no symbol
    public record Verdict(List<SymbolVerdict> symbols, List<String> strangers) {
        public Verdict {
            symbols = List.copyOf(symbols);
            strangers = List.copyOf(strangers);
        }

        public boolean isSound() {
            return strangers.isEmpty() && symbols.stream().allMatch(SymbolVerdict::isSound);
        }
    }

    private List<ObjectFinding> inspect(List<Archive.Entry> entries, ExecutorService readers)
            throws InterruptedException {
        List<Future<ObjectFinding>> reads = new ArrayList<>();
        for (Archive.Entry entry : entries) {
            reads.add(readers.submit(() -> inspect(entry)));
        }
        List<ObjectFinding> findings = new ArrayList<>();
        for (Future<ObjectFinding> read : reads) {
            try {
                findings.add(read.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return findings;
    }

    private ObjectFinding inspect(Archive.Entry entry) {
        String key = entry.key();
        if (entry.size() > Archive.MAX_OBJECT_BYTES) {
            return new ObjectFinding.Unsound(
                    key,
                    parsed(key),
                    "object %s has %d bytes, more than a batch can have; it was not read"
                            .formatted(Excerpt.of(key, MAX_KEY), entry.size()));
        }
        return archive.get(key)
                .map(object -> ObjectInspector.inspect(key, object))
                .orElseGet(() ->
                        new ObjectFinding.Unsound(
                                key,
                                parsed(key),
                                "object " + key + " was listed, and now it is gone"));
    }

    private Map<Symbol, Checkpoint> checkpoints() {
        Map<Symbol, Checkpoint> all = new HashMap<>();
        checkpoints.ifPresent(c -> c.all().forEach(one -> all.put(one.symbol(), one)));
        return all;
    }

    /// Also of a key that is wrong further on, as long as it names its symbol.
    private static Optional<Symbol> symbol(ObjectFinding finding) {
        String prefix = BatchKey.ROOT + "symbol=";
        String key = finding.key();
        int end = key.indexOf('/', prefix.length());
        if (!key.startsWith(prefix) || end < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Symbol.of(key.substring(prefix.length(), end)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<BatchKey> parsed(String key) {
        try {
            return Optional.of(BatchKey.parse(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
