package io.gapless.dump;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writes a body behind what a file has already, and digests it on the way.
///
/// One body at a time; what came before a break counts for the next one.
final class Transfer implements BodySubscriber<Long> {
    private final FileChannel to;
    private final MessageDigest digest;
    private final AtomicLong received;
    private final long most;
    private final CompletableFuture<Long> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private boolean stopped;

    /// @param received bytes in the file, counted up while they come
    /// @param most largest file
    Transfer(FileChannel to, MessageDigest digest, AtomicLong received, long most) {
        this.to = to;
        this.digest = digest;
        this.received = received;
        this.most = most;
    }

    @Override
    public CompletionStage<Long> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription toBody) {
        subscription = toBody;
        toBody.request(1);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        if (stopped) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                if (received.get() + buffer.remaining() > most) {
                    throw new IOException("larger than " + most + " bytes");
                }
                digest.update(buffer.duplicate());
                received.addAndGet(buffer.remaining());
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            if (subscription != null) {
                subscription.request(1);
            }
        } catch (IOException e) {
            stop();
            body.completeExceptionally(new DiskException(e));
        }
    }

    /// Hangs up. When this returns, nothing is written any more.
    synchronized void stop() {
        stopped = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /// The disk, and not the network.
    static final class DiskException extends IOException {
        DiskException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    @Override
    public void onError(Throwable problem) {
        body.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
        body.complete(received.get());
    }
}
