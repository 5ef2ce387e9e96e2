package io.gapless.binance;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes up to a limit; one more fails. A small packed body can unpack to anything.
final class BoundedInput extends FilterInputStream {
    private final int limit;
    private long read;

    BoundedInput(InputStream in, int limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    private void count(int more) throws IOException {
        read += more;
        if (read > limit) {
            throw new BoundedBody.TooLargeException(limit);
        }
    }
}
