package io.gapless.trade;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Recorded Binance data, which belongs to its publishers and is not part of the project: found in
/// `shared/data` beside a checkout, or where the system property `gapless.recordings` says.
///
/// A test that calls any of this is skipped where there is none.
public final class Recordings {
    /// 3,144 trades of BTCUSDT; the first is of the day before the others.
    public static final List<String> BTCUSDT = List.of("ws/btcusdt_20230405.dat.gz");

    /// 14,515 trades of ETHUSDT in one unbroken run over a UTC midnight.
    public static final List<String> ETHUSDT =
            List.of("ws/ethusdt_20240808.gz", "ws/ethusdt_20240809.gz");

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Receive times with more digits than this are nanoseconds, not microseconds.
    private static final long HIGHEST_MICROS = 10_000_000_000_000_000L;

    private Recordings() {}

    /// A frame as it came.
    ///
    /// @param receivedAt µs, by the recorder's clock
    public record Frame(long receivedAt, String text) {}

    /// The folder. Skips the test when there is none.
    public static Path folder() {
        String told = System.getProperty("gapless.recordings");
        if (told != null) {
            assumeTrue(Files.isDirectory(Path.of(told)), "no folder " + told);
            return Path.of(told);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path beside = at.resolve("shared").resolve("data");
            if (Files.isDirectory(beside)) {
                return beside;
            }
        }
        assumeTrue(false, "no recordings: no shared/data beside the checkout");
        throw new AssertionError();
    }

    /// All frames of a recording, of all kinds of streams.
    public static List<Frame> frames(List<String> files) {
        List<Frame> frames = new ArrayList<>();
        for (String file : files) {
            try (BufferedReader lines = lines(folder().resolve(file))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int space = line.indexOf(' ');
                    long time = Long.parseLong(line.substring(0, space));
                    frames.add(
                            new Frame(
                                    time > HIGHEST_MICROS ? time / 1_000 : time,
                                    line.substring(space + 1)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return frames;
    }

    /// The trades of a recording, in the order in which they came.
    public static TradeColumns trades(List<String> files) {
        TradeColumns trades = new TradeColumns(4_096);
        for (Frame frame : frames(files)) {
            if (frame.text().contains("@trade\"")) {
                trades.add(live(frame));
            }
        }
        return trades;
    }

    /// The recorded pages of `/api/v3/trades` and `/api/v3/historicalTrades`.
    public static List<Path> restPages() {
        try (Stream<Path> files = Files.walk(folder().resolve("rest"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.getFileName().toString().startsWith("aggTrades"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The trades on one of [#restPages].
    public static TradeColumns restTrades(Path page) {
        TradeColumns trades = new TradeColumns(1_000);
        for (JsonNode row : json(page)) {
            trades.add(
                    new Trade(
                            row.get("id").longValue(),
                            Decimal8.parse(row.get("price").textValue()),
                            Decimal8.parse(row.get("qty").textValue()),
                            row.get("time").longValue() * 1_000,
                            row.get("isBuyerMaker").booleanValue(),
                            row.get("isBestMatch").booleanValue(),
                            Trade.UNKNOWN,
                            Trade.UNKNOWN,
                            Source.REST));
        }
        return trades;
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trade live(Frame frame) {
        try {
            JsonNode data = JSON.readTree(frame.text()).get("data");
            return new Trade(
                    data.get("t").longValue(),
                    Decimal8.parse(data.get("p").textValue()),
                    Decimal8.parse(data.get("q").textValue()),
                    data.get("T").longValue() * 1_000,
                    data.get("m").booleanValue(),
                    data.get("M").booleanValue(),
                    data.get("E").longValue() * 1_000,
                    frame.receivedAt(),
                    Source.LIVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader lines(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }
}
