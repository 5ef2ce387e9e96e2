package io.gapless.batch;

import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.transport.TEndpointTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/// Part of an array that Thrift reads where it is. Thrift's transport over a stream hands over one byte
/// at a time, which takes longer than all the rest of reading a small object.
final class BytesTransport extends TEndpointTransport {
    private final byte[] bytes;
    private final int end;
    private int position;

    /// @param limits of messages and of nesting
    /// @param from the first byte
    /// @param to behind the last byte
    BytesTransport(TConfiguration limits, byte[] bytes, int from, int to)
            throws TTransportException {
        super(limits);
        this.bytes = bytes;
        position = from;
        end = to;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
        if (getBytesRemainingInBuffer() <= 0) {
            throw new TTransportException(TTransportException.END_OF_FILE, "the bytes end here");
        }
        int count = Math.min(length, getBytesRemainingInBuffer());
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getBufferPosition() {
        return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
        return end - position;
    }

    @Override
    public void consumeBuffer(int length) {
        position += length;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        throw new UnsupportedOperationException("for reading");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void open() {
        // It always is.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
