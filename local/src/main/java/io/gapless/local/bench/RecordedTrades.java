package io.gapless.local.bench;

import io.gapless.trade.Decimal8;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Recorded trade frames, which belong to their publishers and are no part of the project: in
/// `shared/data/ws` beside the checkout, or where the system property `gapless.recordings` says.
final class RecordedTrades {
    private static final Pattern LINE =
            Pattern.compile(
                    "(\\d+) .*\"e\":\"trade\",\"E\":(\\d+),\"s\":\"\\w+\",\"t\":(\\d+),\"p\":\"([\\d.]+)\","
                            + "\"q\":\"([\\d.]+)\",.*\"T\":(\\d+),\"m\":(true|false).*");

    /// Receive times with more digits than this are nanoseconds, not microseconds.
    private static final long HIGHEST_MICROS = 10_000_000_000_000_000L;

    private RecordedTrades() {}

    /// The longest recording of one symbol: consecutive files, joined. Times are moved by a constant so
    /// that all are on one date, as one object's have to be.
    static Optional<TradeColumns> ethusdt() throws IOException {
        Optional<Path> folder = folder();
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.get())) {
            files =
                    all.filter(f -> f.getFileName().toString().startsWith("ethusdt"))
                            .sorted()
                            .toList();
        }
        TradeColumns recorded = new TradeColumns(20_000);
        for (Path file : files) {
            read(file, recorded);
        }
        return recorded.isEmpty() ? Optional.empty() : Optional.of(onOneDate(recorded));
    }

    /// As REST and the dumps tell them: without event time and time of receipt.
    static TradeColumns asHistory(TradeColumns live) {
        TradeColumns history = new TradeColumns(live.size());
        for (Trade t : live.rows()) {
            history.add(
                    t.id(),
                    t.price(),
                    t.quantity(),
                    t.time(),
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);
        }
        return history;
    }

    private static Optional<Path> folder() {
        String told = System.getProperty("gapless.recordings");
        if (told != null) {
            return Optional.of(Path.of(told, "ws")).filter(Files::isDirectory);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path beside = at.resolve("shared/data/ws");
            if (Files.isDirectory(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }

    private static void read(Path file, TradeColumns into) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher m = LINE.matcher(line);
                if (m.matches()) {
                    long received = Long.parseLong(m.group(1));
                    into.add(
                            Long.parseLong(m.group(3)),
                            Decimal8.parse(m.group(4)),
                            Decimal8.parse(m.group(5)),
                            Long.parseLong(m.group(6)) * 1_000,
                            m.group(7).equals("true"),
                            true,
                            Long.parseLong(m.group(2)) * 1_000,
                            received > HIGHEST_MICROS ? received / 1_000 : received,
                            Source.LIVE);
                }
            }
        }
    }

    private static TradeColumns onOneDate(TradeColumns recorded) {
        long moved = recorded.time(0) - Trade.epochDay(recorded.time(0)) * 86_400_000_000L;
        TradeColumns shifted = new TradeColumns(recorded.size());
        for (Trade t : recorded.rows()) {
            shifted.add(
                    t.id(),
                    t.price(),
                    t.quantity(),
                    t.time() - moved,
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    t.eventTime() - moved,
                    t.receivedAt() - moved,
                    t.source());
        }
        return shifted;
    }
}
