package io.gapless.archive;

import io.gapless.batch.ByteSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// An archive as a store keeps it, in memory. It survives the death of its callers: what was stored
/// stays, and what was on its way may still land ([#inFlight]).
public final class InMemoryArchive implements Archive, LargeObjects {
    private record Stored(byte[] body, Map<String, String> metadata, Instant created) {}

    private final InstantSource clock;
    private final NavigableMap<String, Stored> objects;
    private final FaultyCalls calls;

    public InMemoryArchive(InstantSource clock) {
        this(clock, new TreeMap<>(KEY_ORDER), new FaultyCalls(StorageFaults.NONE));
    }

    private InMemoryArchive(
            InstantSource clock, NavigableMap<String, Stored> objects, FaultyCalls calls) {
        this.clock = clock;
        this.objects = objects;
        this.calls = calls;
    }

    /// The same archive as a process sees it whose calls meet these faults.
    public InMemoryArchive through(StorageFaults faults) {
        return new InMemoryArchive(clock, objects, calls.with(faults));
    }

    /// Puts of any process that were given up and have not landed, oldest first.
    public List<InFlight> inFlight() {
        return calls.inFlight();
    }

    /// All keys in the order of a listing, without faults.
    public List<String> keys() {
        return calls.locked(() -> List.copyOf(objects.keySet()));
    }

    /// What was put with an object, without faults.
    public Map<String, String> metadata(String key) {
        return calls.locked(() -> Optional.ofNullable(objects.get(key)).orElseThrow().metadata());
    }

    @Override
    public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
        byte[] sent = body.clone();
        Map<String, String> facts = Map.copyOf(metadata);
        return calls.call(StorageCall.Operation.PUT, key, () -> create(key, sent, facts));
    }

    @Override
    public Optional<byte[]> get(String key) {
        return calls.call(
                StorageCall.Operation.GET,
                key,
                () -> Optional.ofNullable(objects.get(key)).map(stored -> whole(key, stored)));
    }

    @Override
    public PutOutcome put(String key, ByteSource body, Map<String, String> metadata) {
        return put(key, body.read(0, Math.toIntExact(body.size())), metadata);
    }

    @Override
    public Optional<ByteSource> open(String key) {
        return calls.call(
                StorageCall.Operation.GET,
                key,
                () -> Optional.ofNullable(objects.get(key)).map(stored -> pieces(key, stored)));
    }

    private ByteSource pieces(String key, Stored stored) {
        ByteSource bytes = ByteSource.of(stored.body());
        return new ByteSource() {
            @Override
            public long size() {
                return bytes.size();
            }

            @Override
            public byte[] read(long from, int length) {
                return calls.call(StorageCall.Operation.GET, key, () -> bytes.read(from, length));
            }
        };
    }

    @Override
    public Page list(String prefix, Optional<String> after) {
        return calls.call(StorageCall.Operation.LIST, prefix, () -> page(prefix, after));
    }

    private static byte[] whole(String key, Stored stored) {
        if (stored.body().length > MAX_OBJECT_BYTES) {
            throw Archive.tooLarge(key, stored.body().length);
        }
        return stored.body().clone();
    }

    private PutOutcome create(String key, byte[] body, Map<String, String> metadata) {
        Stored made = new Stored(body, metadata, clock.instant());
        return objects.putIfAbsent(key, made) == null ? PutOutcome.CREATED : PutOutcome.EXISTS;
    }

    private Page page(String prefix, Optional<String> after) {
        boolean behindPrefix = after.filter(a -> KEY_ORDER.compare(a, prefix) >= 0).isPresent();
        NavigableMap<String, Stored> rest =
                behindPrefix
                        ? objects.tailMap(after.orElseThrow(), false)
                        : objects.tailMap(prefix, true);
        List<Entry> entries =
                rest.entrySet().stream()
                        .takeWhile(e -> e.getKey().startsWith(prefix))
                        .limit(PAGE_SIZE + 1L)
                        .map(InMemoryArchive::entry)
                        .toList();
        boolean more = entries.size() > PAGE_SIZE;
        return new Page(more ? entries.subList(0, PAGE_SIZE) : entries, more);
    }

    private static Entry entry(Map.Entry<String, Stored> object) {
        Stored stored = object.getValue();
        return new Entry(object.getKey(), stored.body().length, stored.created());
    }
}
