package io.gapless.local.bench;

import io.gapless.dump.DumpFile;
import io.gapless.exchange.ExchangeSettings;
import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A simulated exchange in this process, on the day after some busy days of a symbol, and their files as it
/// publishes them. It is never part of what is measured: the measured processes talk to it over HTTP.
final class PublishedDays implements AutoCloseable {
    static final Symbol SYMBOL = Symbol.of("BTCUSDT");

    /// In µs, as all files since 2025.
    static final LocalDate FIRST = LocalDate.parse("2025-03-10");

    private static final double SECONDS_OF_A_DAY = 86_400;

    private final SimulatedExchange exchange;
    private final LocalDate last;
    private final List<URI> zips;
    private final long zipBytes;

    private PublishedDays(
            SimulatedExchange exchange, LocalDate last, List<URI> zips, long zipBytes) {
        this.exchange = exchange;
        this.last = last;
        this.zips = zips;
        this.zipBytes = zipBytes;
    }

    /// Ready when the files are made.
    ///
    /// @param days few enough for the exchange to keep them
    /// @param rows trades of a day, in the mean
    static PublishedDays publish(int days, long rows) throws IOException, InterruptedException {
        LocalDate last = FIRST.plusDays(days - 1L);
        SeededTape tape =
                new SeededTape(
                        Map.of(SYMBOL.toString(), rows / SECONDS_OF_A_DAY),
                        1,
                        SeededTape.DEFAULT_BURSTINESS,
                        rows * days + rows / 2,
                        SeededTape.FIRST_LIVE_ID,
                        Optional.empty());
        SimulatedExchange exchange =
                SimulatedExchange.start(
                        ExchangeSettings.of(tape)
                                .withStart(
                                        last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
        List<URI> zips = new ArrayList<>();
        long bytes = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (LocalDate date = FIRST; !date.isAfter(last); date = date.plusDays(1)) {
                URI uri = URI.create(exchange.dumpUrl() + "/" + new DumpFile(SYMBOL, date).path());
                HttpResponse<byte[]> zip =
                        http.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                if (zip.statusCode() != 200) {
                    throw new IOException(uri + " answered " + zip.statusCode());
                }
                zips.add(uri);
                bytes += zip.body().length;
            }
            return new PublishedDays(exchange, last, List.copyOf(zips), bytes);
        } catch (IOException | InterruptedException | RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    LocalDate last() {
        return last;
    }

    /// Streams, REST and files.
    String url() {
        return exchange.restUrl().toString();
    }

    /// Where the files are, in the order of their days.
    List<URI> zips() {
        return zips;
    }

    long zipBytes() {
        return zipBytes;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
