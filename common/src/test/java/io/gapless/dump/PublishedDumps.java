package io.gapless.dump;

import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Dumps as a test publishes them; what is not published is not.
public final class PublishedDumps implements DumpHistory {
    private final Path folder;
    private final Map<DumpFile, byte[]> zips = new ConcurrentHashMap<>();
    private final Map<DumpFile, DumpDay> answers = new ConcurrentHashMap<>();
    private final List<DumpFile> asked = new CopyOnWriteArrayList<>();

    /// @param folder for the files of dumps that are open
    public PublishedDumps(Path folder) {
        this.folder = folder;
    }

    /// Publishes a day, in place of what was there.
    public void publish(Symbol symbol, LocalDate date, TradeColumns trades) {
        DumpFile file = new DumpFile(symbol, date);
        publish(file, SampleDumps.zip(file, SampleDumps.csv(trades)));
    }

    /// Publishes whatever bytes under their own checksum.
    public void publish(DumpFile file, byte[] zip) {
        zips.put(file, zip);
        answers.remove(file);
    }

    /// Answers with this from now on.
    public void answer(DumpDay day, DumpFile file) {
        answers.put(file, day);
    }

    /// Every day asked for, in order.
    public List<DumpFile> asked() {
        return asked;
    }

    @Override
    public DumpDay day(Symbol symbol, LocalDate date, Instant deadline) {
        DumpFile file = new DumpFile(symbol, date);
        asked.add(file);
        byte[] zip = zips.get(file);
        return Optional.ofNullable(answers.get(file))
                .orElseGet(() ->
                        zip == null
                                ? new DumpDay.NotPublished(file)
                                : new DumpDay.Published(open(file, zip)));
    }

    private DailyDump open(DumpFile file, byte[] zip) {
        try {
            Path path = Files.createTempFile(folder, "dump", ".zip");
            Files.write(path, zip);
            return new DailyDump(
                    file, path, HexFormat.of().formatHex(HttpDumpHistory.sha256().digest(zip)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
