package io.gapless.binance;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// Collects the bytes of a body, up to a limit, and hangs up where there are more.
final class BoundedBody implements BodySubscriber<byte[]> {
    /// What to do with a body beyond the limit.
    enum Beyond {
        /// Fail with [TooLargeException].
        FAIL,
        /// Take the beginning for the whole.
        CUT,
    }

    /// A body is larger than its limit.
    static final class TooLargeException extends IOException {
        TooLargeException(int limit) {
            super("larger than " + limit + " bytes");
        }
    }

    private final int limit;
    private final Beyond beyond;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final List<byte[]> parts = new ArrayList<>();
    private int size;
    private @Nullable Subscription subscription;

    BoundedBody(int limit, Beyond beyond) {
        this.limit = limit;
        this.beyond = beyond;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription toBody) {
        subscription = toBody;
        toBody.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] part = new byte[Math.min(buffer.remaining(), limit - size)];
            buffer.get(part);
            parts.add(part);
            size += part.length;
            if (buffer.hasRemaining()) {
                hangUp();
                return;
            }
        }
    }

    @Override
    public void onError(Throwable problem) {
        body.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        body.complete(joined());
    }

    private void hangUp() {
        if (subscription != null) {
            subscription.cancel();
        }
        switch (beyond) {
            case FAIL -> body.completeExceptionally(new TooLargeException(limit));
            case CUT -> body.complete(joined());
        }
    }

    private byte[] joined() {
        ByteBuffer joined = ByteBuffer.allocate(size);
        parts.forEach(joined::put);
        parts.clear();
        return joined.array();
    }
}
