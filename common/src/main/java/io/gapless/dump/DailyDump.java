package io.gapless.dump;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A published day on this machine's disk, its checksum verified. Its rows are streamed, never whole in
/// memory, and may be read any number of times. Closing it frees the disk.
public final class DailyDump implements AutoCloseable {
    private final DumpFile file;
    private final Path zip;
    private final String sha256;

    /// @param zip deleted when this is closed
    /// @param sha256 of the zip, 64 hexadecimal digits in lower case
    public DailyDump(DumpFile file, Path zip, String sha256) {
        this.file = file;
        this.zip = zip;
        this.sha256 = sha256;
    }

    public DumpFile file() {
        return file;
    }

    /// Of the zip as published: names the version of the file, which may be replaced.
    public String sha256() {
        return sha256;
    }

    /// Bytes of the zip.
    public long size() {
        try {
            return Files.size(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The rows, provided that the file has them in order; fails where it does not.
    ///
    /// @throws BrokenDumpException when it is not a zip that can hold a day
    public DumpRows rows() throws BrokenDumpException {
        return new RowsInOrder(open());
    }

    /// The rows of a file that is not in order: sorted on disk, beside the zip, in about 10 MB of
    /// memory.
    ///
    /// @throws BrokenDumpException as [DumpRows#next], at once; also when the disk has no room
    public DumpRows sortedRows() throws BrokenDumpException {
        try (DumpCsv csv = open()) {
            return RowsSortedOnDisk.of(csv, zip.resolveSibling(zip.getFileName() + ".sorted"));
        }
    }

    private DumpCsv open() throws BrokenDumpException {
        return new DumpCsv(DumpZip.open(zip, file), file);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(zip);
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary file " + zip + " stays", e);
        }
    }

    @Override
    public String toString() {
        return file + " " + sha256;
    }
}
