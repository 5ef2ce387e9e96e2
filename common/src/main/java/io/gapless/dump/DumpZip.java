package io.gapless.dump;

import io.gapless.trade.Excerpt;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The one file in a dump's zip, unpacked as it is read, within limits: a small zip can unpack to
/// anything.
final class DumpZip extends FilterInputStream {
    /// Largest CSV: the busiest known day of a symbol, 8 million rows, takes 0.6 GB.
    static final long MAX_CSV_BYTES = 4L << 30;

    /// Most bytes unpacked per byte packed; published days have 4 to 8.
    static final int MAX_RATIO = 100;

    /// Up to here the ratio does not matter.
    static final long SMALL = 1 << 20;

    private final ZipFile zip;
    private final ZipEntry entry;
    private final DumpFile file;
    private final CRC32 crc = new CRC32();
    private final long most;
    private long unpacked;
    private boolean ended;

    private DumpZip(ZipFile zip, ZipEntry entry, InputStream in, DumpFile file) {
        super(in);
        this.zip = zip;
        this.entry = entry;
        this.file = file;
        this.most = mostFor(entry);
    }

    /// @throws BrokenDumpException when there is not exactly the file that there should be, or too much
    ///     of it
    static InputStream open(Path path, DumpFile file) throws BrokenDumpException {
        try {
            ZipFile zip = new ZipFile(path.toFile());
            try {
                ZipEntry entry = only(zip, file);
                InputStream in = zip.getInputStream(entry);
                if (in == null) {
                    throw new ZipException("the entry cannot be found");
                }
                return new DumpZip(zip, entry, in, file);
            } catch (IOException | BrokenDumpException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static ZipEntry only(ZipFile zip, DumpFile file) throws BrokenDumpException {
        if (zip.size() != 1) {
            throw new BrokenDumpException(file + " holds " + zip.size() + " files instead of one");
        }
        ZipEntry entry = zip.entries().nextElement();
        if (!entry.getName().equals(file.csvName())) {
            throw new BrokenDumpException(
                    "%s holds %s instead of %s"
                            .formatted(file, Excerpt.of(entry.getName(), 100), file.csvName()));
        }
        if (entry.getSize() > mostFor(entry)) {
            throw tooLarge(file, entry.getSize());
        }
        return entry;
    }

    private static long mostFor(ZipEntry entry) {
        long packed = Math.clamp(entry.getCompressedSize(), 0, MAX_CSV_BYTES);
        return Math.min(MAX_CSV_BYTES, Math.max(SMALL, packed * MAX_RATIO));
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("read it in blocks");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int count = super.read(bytes, offset, length);
        if (count < 0) {
            ended = true;
            checkWhole();
            return count;
        }
        crc.update(bytes, offset, count);
        unpacked += count;
        if (unpacked > most) {
            throw new ZipException("it unpacks to more than " + most + " bytes");
        }
        return count;
    }

    private void checkWhole() throws ZipException {
        if (unpacked != entry.getSize() || crc.getValue() != entry.getCrc()) {
            throw new ZipException(
                    "%d bytes with CRC-32 %08x come out of it, and it promised %d with %08x"
                            .formatted(unpacked, crc.getValue(), entry.getSize(), entry.getCrc()));
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        zip.close();
    }

    static BrokenDumpException damaged(DumpFile file, Exception e) {
        return new BrokenDumpException(
                "%s cannot be unpacked: %s"
                        .formatted(file, Excerpt.of(String.valueOf(e.getMessage()), 200)),
                e);
    }

    private static BrokenDumpException tooLarge(DumpFile file, long bytes) {
        return new BrokenDumpException(
                "%s unpacks to %d bytes, more than a day can have".formatted(file, bytes));
    }

    DumpFile file() {
        return file;
    }
}
