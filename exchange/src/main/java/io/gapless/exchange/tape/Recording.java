package io.gapless.exchange.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Recorded stream frames, read from files with one `receive-time space frame` a line, gzipped or not, raw or combined frames, times in ms or µs.
/// Only trades count; frames of other streams are skipped.
///
/// @param trades the recorded trades by symbol, in the order of the files
public record Recording(Map<String, List<Row>> trades) {

    /// Most trades kept, about 0.5 kB of heap each.
    public static final int MOST_TRADES = 5_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRADE_MARK = "\"e\":\"trade\"";
    private static final long MICROS_FROM = 100_000_000_000_000L;

    /// One recorded trade and the `data` object it came in.
    public record Row(Trade trade, String data) {}

    /// Reads the files one after the other.
    ///
    /// @throws UncheckedIOException when a file cannot be read
    /// @throws IllegalArgumentException when a line is no recorded frame; the message has file and line
    public static Recording read(List<Path> files) {
        Map<String, List<Row>> trades = new LinkedHashMap<>();
        int total = 0;
        for (Path file : files) {
            total += read(file, trades);
            if (total > MOST_TRADES) {
                throw new IllegalArgumentException(
                        "recordings hold more than %d trades: %s".formatted(MOST_TRADES, files));
            }
        }
        if (trades.isEmpty()) {
            throw new IllegalArgumentException("no @trade frame in " + files);
        }
        return new Recording(trades);
    }

    private static int read(Path file, Map<String, List<Row>> trades) {
        int found = 0;
        int number = 0;
        try (BufferedReader lines = open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.contains(TRADE_MARK)) {
                    add(line, trades);
                    found++;
                }
            }
            return found;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "recording %s, line %d".formatted(file, number), unreadable);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new IllegalArgumentException(
                    "recording %s, line %d: %s".formatted(file, number, malformed.getMessage()),
                    malformed);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        InputStream text =
                file.getFileName().toString().endsWith(".gz")
                        ? new GZIPInputStream(bytes, 1 << 16)
                        : bytes;
        return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
    }

    private static void add(String line, Map<String, List<Row>> trades) throws IOException {
        String frame = line.substring(line.indexOf(' ') + 1);
        JsonNode node = JSON.readTree(frame);
        boolean combined = node.has("data");
        JsonNode data = combined ? node.get("data") : node;
        String text =
                combined
                        ? frame.substring(
                                frame.indexOf("\"data\":") + "\"data\":".length(),
                                frame.lastIndexOf('}'))
                        : frame.strip();
        Trade trade =
                new Trade(
                        data.required("t").longValue(),
                        Fixed8.parse(data.required("p").textValue()),
                        Fixed8.parse(data.required("q").textValue()),
                        micros(data.required("T").longValue()),
                        micros(data.required("E").longValue()),
                        data.required("m").booleanValue(),
                        data.required("M").booleanValue());
        trades.computeIfAbsent(data.required("s").textValue(), _ -> new ArrayList<>())
                .add(new Row(trade, text));
    }

    private static long micros(long milliOrMicro) {
        return milliOrMicro >= MICROS_FROM ? milliOrMicro : milliOrMicro * 1_000;
    }
}
