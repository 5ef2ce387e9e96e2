package io.gapless.simulation;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.InMemoryArchive;
import io.gapless.archive.InMemoryCheckpoints;
import io.gapless.archive.InMemoryMarks;
import io.gapless.archive.PutOutcome;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The true stores. Looks at every change the moment it is made, and compares what is stored with what
/// was really traded.
final class Witness {
    private static final BatchCodec CODEC = new BatchCodec();

    /// Of so many versions of a checkpoint one goes through a document.
    private static final int DOCUMENTS = 8;

    private final Market market;
    private final Story story;
    private final InMemoryArchive archive;
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints(DOCUMENTS);
    private final InMemoryMarks marks = new InMemoryMarks();
    private final Map<String, Content> contents = new HashMap<>();
    private final Map<Symbol, Coverage> withRows = new HashMap<>();
    private final Map<Symbol, Checkpoint> newest = new TreeMap<>();
    private final Map<Symbol, Long> lastBeforeRemoval = new HashMap<>();
    private final Map<Symbol, Trade> newestReceived = new HashMap<>();
    private final Map<Symbol, Long> firstOrigin = new HashMap<>();
    private long digest;

    Witness(Timeline time, Market market, Story story) {
        this.market = market;
        this.story = story;
        archive = new InMemoryArchive(time);
    }

    InMemoryArchive archive() {
        return archive;
    }

    InMemoryCheckpoints checkpoints() {
        return checkpoints;
    }

    InMemoryMarks marks() {
        return marks;
    }

    Checkpoint newest(Symbol symbol) {
        return newest.getOrDefault(symbol, Checkpoint.none(symbol));
    }

    /// All that are stored.
    List<Checkpoint> all() {
        return List.copyOf(newest.values());
    }

    Coverage withRows(Symbol symbol) {
        return withRows.getOrDefault(symbol, Coverage.EMPTY);
    }

    /// A number that differs when anything was stored differently.
    long digest() {
        return digest;
    }

    /// Objects without rows.
    long voids() {
        return contents.values().stream().filter(Content.Void.class::isInstance).count();
    }

    /// What every object holds.
    Collection<Content> contents() {
        return contents.values();
    }

    int objects() {
        return contents.size();
    }

    PutOutcome put(
            SimulatedProcess process, String key, byte[] body, Map<String, String> metadata) {
        PutOutcome outcome = archive.put(key, body, metadata);
        story.tell(() -> process + " puts " + key + " " + new TreeMap<>(metadata) + ": " + outcome);
        digest = 31 * digest + key.hashCode();
        if (outcome == PutOutcome.CREATED && key.startsWith(BatchKey.ROOT)) {
            BatchKey parsed = BatchKey.parse(key);
            created(key, parsed, CODEC.decode(parsed, body));
        }
        return outcome;
    }

    boolean write(SimulatedProcess process, Checkpoint next) {
        Checkpoint before = newest(next.symbol());
        boolean stored = checkpoints.write(next);
        story.tell(() -> process + (stored ? " writes " : " is too late to write ") + told(next));
        if (stored) {
            newest.put(next.symbol(), next);
            digest = 31 * digest + next.version() + next.archived().hashCode();
            written(before, next);
        }
        return stored;
    }

    /// The operator removes a symbol.
    void removed(Symbol symbol) {
        lastBeforeRemoval.put(symbol, market.lastId(symbol));
    }

    private void created(String name, BatchKey key, Content content) {
        contents.put(name, content);
        if (!claims(newest(key.symbol()), key)) {
            throw new BrokenPromise("an object without a claim: " + key);
        }
        if (content instanceof Content.Rows rows) {
            Coverage others = withRows(key.symbol());
            if (others.overlaps(key.range())) {
                throw new BrokenPromise("trades are there twice: " + key + " beside " + others);
            }
            withRows.put(key.symbol(), others.plus(key.range()));
            requireTrue(key, rows.trades());
        }
    }

    private void requireTrue(BatchKey key, TradeColumns rows) {
        for (int row = 0; row < rows.size(); row++) {
            Optional<String> wrong = market.contradiction(key.symbol(), rows, row);
            if (wrong.isPresent()) {
                throw new BrokenPromise(key + ": " + wrong.get());
            }
        }
    }

    private void written(Checkpoint before, Checkpoint next) {
        Symbol symbol = next.symbol();
        Coverage lost = before.stored().minus(next.stored());
        if (!lost.isEmpty()) {
            throw new BrokenPromise(symbol + ": archived before and not any more: " + lost);
        }
        Coverage empty = next.stored().minus(before.stored()).minus(withRows(symbol));
        if (!empty.isEmpty()) {
            throw new BrokenPromise(symbol + ": archived, and in no object: " + empty);
        }
        Coverage wrong = next.absent().minus(before.absent()).intersect(market.ids(symbol));
        if (!wrong.isEmpty()) {
            throw new BrokenPromise(symbol + ": absent, and yet traded: " + wrong);
        }
        next.wanted().followedFrom().ifPresent(origin -> firstOrigin.putIfAbsent(symbol, origin));
        Coverage forgotten = followedUntilRemoved(before).minus(followedUntilRemoved(next));
        if (!forgotten.isEmpty()) {
            throw new BrokenPromise(symbol + ": wanted before and not any more: " + forgotten);
        }
        for (Claim claim : before.claims()) {
            boolean gone = next.claim(claim.id()).isEmpty();
            if (gone
                    && !next.stored().contains(claim.range())
                    && !(contents.get(claim.key().toString()) instanceof Content.Void)) {
                throw new BrokenPromise(
                        "a claim was dropped though no void lies under " + claim.key());
            }
        }
    }

    /// What has to be wanted of a symbol, from where it was followed first.
    ///
    /// @param last the last id, if the operator has not removed it
    Coverage owed(Symbol symbol, long last) {
        long through = lastBeforeRemoval.getOrDefault(symbol, last);
        Long origin = firstOrigin.get(symbol);
        return origin == null || origin > through
                ? Coverage.EMPTY
                : Coverage.of(new TradeIdRange(origin, through));
    }

    /// A listener has received a trade.
    void received(Symbol symbol, Trade trade) {
        newestReceived.merge(symbol, trade, (one, other) -> one.id() > other.id() ? one : other);
    }

    /// The newest trade that any listener has received.
    Optional<Trade> newestReceived(Symbol symbol) {
        return Optional.ofNullable(newestReceived.get(symbol));
    }

    boolean isRemoved(Symbol symbol) {
        return lastBeforeRemoval.containsKey(symbol);
    }

    /// What stays wanted of a symbol that the operator has removed: all that was traded by then.
    private Coverage followedUntilRemoved(Checkpoint checkpoint) {
        return Optional.ofNullable(lastBeforeRemoval.get(checkpoint.symbol()))
                .map(last -> checkpoint.wanted().followed(last))
                .orElse(Coverage.EMPTY);
    }

    private static boolean claims(Checkpoint checkpoint, BatchKey key) {
        return checkpoint.claims().stream().anyMatch(claim -> claim.key().equals(key));
    }

    private static String told(Checkpoint c) {
        return "%s v%d archived %s claims %s absent %s deferred %s"
                .formatted(
                        c.symbol(),
                        c.version(),
                        c.archived(),
                        c.claims().stream()
                                .map(k -> k.range() + " of " + k.owner() + " until " + k.expires())
                                .toList(),
                        c.absent(),
                        c.deferred().stream()
                                .map(d -> d.range() + " " + d.reason() + " until " + d.retryAt())
                                .toList());
    }
}
