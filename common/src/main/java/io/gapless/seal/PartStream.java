package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.batch.CorruptBatchException;
import io.gapless.batch.TradeStream;
import io.gapless.trade.TradeColumns;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// The rows of objects under `trades/`, one object after the other. A few are fetched ahead, so that the
/// store's latency is paid once for many. Used by one thread.
final class PartStream implements TradeStream {
    /// Objects held at once, fetched or being fetched: at 3 MB for the largest, 50 MB.
    static final int AHEAD = 16;

    private final Archive archive;
    private final Executor fetchers;
    private final Iterator<BatchKey> keys;
    private final Deque<Part> ahead = new ArrayDeque<>();
    private final BatchCodec codec = new BatchCodec();

    private record Part(BatchKey key, CompletableFuture<Optional<byte[]>> body) {}

    /// A part has no rows, and its key did not show it.
    static final class VoidPart extends RuntimeException {
        private final transient BatchKey key;

        VoidPart(BatchKey key) {
            super(key + " is a void");
            this.key = key;
        }

        BatchKey key() {
            return key;
        }
    }

    /// @param keys in ascending order of their ids
    /// @param fetchers `Runnable::run` fetches one after the other
    PartStream(Archive archive, Executor fetchers, List<BatchKey> keys) {
        this.archive = archive;
        this.fetchers = fetchers;
        this.keys = keys.iterator();
    }

    /// @throws VoidPart when one has no rows
    @Override
    public Optional<TradeColumns> next() {
        while (ahead.size() < AHEAD && keys.hasNext()) {
            BatchKey key = keys.next();
            ahead.add(
                    new Part(
                            key,
                            CompletableFuture.supplyAsync(
                                    () -> archive.get(key.toString()), fetchers)));
        }
        Part part = ahead.poll();
        if (part == null) {
            return Optional.empty();
        }
        byte[] body =
                fetched(part)
                        .orElseThrow(() ->
                                new CorruptBatchException(
                                        part.key() + " was listed and is not there"));
        return switch (codec.decode(part.key(), body)) {
            case Content.Rows(var _, var trades) -> Optional.of(trades);
            case Content.Void _ -> throw new VoidPart(part.key());
        };
    }

    private static Optional<byte[]> fetched(Part part) {
        try {
            return part.body().join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException thrown -> throw thrown;
                case Error thrown -> throw thrown;
                case null, default -> throw e;
            }
        }
    }
}
