package io.gapless.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.exchange.dump.DumpStrikes;
import io.gapless.exchange.fault.Fault.DumpFlaw;
import io.gapless.exchange.tape.Fixed8;
import io.gapless.exchange.tape.SeededTape;
import io.gapless.exchange.tape.Trade;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DumpsTest {
    private static final Instant START = Instant.parse("2026-03-02T00:30:00Z");
    private static final String DAY =
            "/data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2026-03-01.zip";
    private static final long MIDNIGHT = 1_772_409_600_000_000L;

    private final HandClock clock = new HandClock(START);
    private final SimulatedExchange exchange = exchange(START);
    private final HttpClient http = HttpClient.newHttpClient();

    private SimulatedExchange exchange(Instant start) {
        return SimulatedExchange.start(
                ExchangeSettings.of(SeededTape.of(List.of("BTCUSDT"), 1).withHistory(5_000))
                        .withStart(start)
                        .withClock(clock));
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        exchange.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(exchange.dumpUrl().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private void fault(String query) {
        assertThat(new RestClient(exchange).post("/control/faults?" + query).status())
                .isEqualTo(200);
    }

    private List<String> rows() throws Exception {
        return unzipped(get(DAY).body());
    }

    private static List<String> unzipped(byte[] bytes) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("BTCUSDT-trades-2026-03-01.csv");
            return new String(zip.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
    }

    private List<String> truth() {
        return exchange.trades("BTCUSDT", 0, 10_000).stream()
                .filter(trade -> trade.tradeMicros() < MIDNIGHT)
                .map(DumpsTest::row)
                .toList();
    }

    private static String row(Trade trade) {
        return "%d,%s,%s,%s,%d,%s,%s"
                .formatted(
                        trade.id(),
                        Fixed8.format(trade.price()),
                        Fixed8.format(trade.quantity()),
                        Fixed8.format(Fixed8.quote(trade.price(), trade.quantity())),
                        trade.tradeMicros(),
                        trade.buyerMaker() ? "True" : "False",
                        trade.bestMatch() ? "True" : "False");
    }

    private String published() throws Exception {
        return new String(get(DAY + ".CHECKSUM").body(), StandardCharsets.US_ASCII);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void aDayThatIsOverIsPublishedWithItsChecksum() throws Exception {
        assertThat(rows()).isEqualTo(truth()).hasSizeGreaterThan(1_000);
        assertThat(published())
                .isEqualTo(sha256(get(DAY).body()) + "  BTCUSDT-trades-2026-03-01.zip\n");
    }

    @Test
    void aDayThatIsNotOverAndAnUnknownSymbolAreNotThere() throws Exception {
        assertThat(get(DAY.replace("03-01", "03-02")).statusCode()).isEqualTo(404);
        assertThat(get(DAY.replace("BTC", "ETH")).statusCode()).isEqualTo(404);
        assertThat(get("/data/spot/daily/trades/BTCUSDT/x.zip").statusCode()).isEqualTo(404);
    }

    @Test
    void daysBefore2025AreInMilliseconds() throws Exception {
        try (SimulatedExchange old = exchange(Instant.parse("2024-03-02T00:30:00Z"))) {
            byte[] zip =
                    http.send(
                                    HttpRequest.newBuilder(
                                                    old.dumpUrl()
                                                            .resolve(DAY.replace("2026", "2024")))
                                            .build(),
                                    BodyHandlers.ofByteArray())
                            .body();
            try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
                in.getNextEntry();
                String first = new String(in.readNBytes(100), StandardCharsets.US_ASCII);
                assertThat(first.split(",", -1)[4]).hasSize(13);
            }
        }
    }

    @Test
    void aTransferCanBreakAndGoOn() throws Exception {
        fault("fault=cut-dumps&transfers=1&bytes=1000");
        assertThatThrownBy(() -> get(DAY)).isInstanceOf(IOException.class);
        HttpResponse<byte[]> whole = get(DAY);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> rest = get(DAY, "Range", "bytes=1000-", "If-Range", tag);
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("Content-Range").orElseThrow())
                .startsWith("bytes 1000-");
        assertThat(rest.body())
                .isEqualTo(java.util.Arrays.copyOfRange(whole.body(), 1000, whole.body().length));
        assertThat(get(DAY, "Range", "bytes=1000-", "If-Range", "\"old\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aLateFileComesLate() throws Exception {
        fault("fault=late-dumps&by=1h");
        assertThat(get(DAY).statusCode()).isEqualTo(404);
        clock.pass(Duration.ofMinutes(31));
        assertThat(get(DAY).statusCode()).isEqualTo(200);
    }

    @Test
    void aFlawedFileHasAGoodChecksumAndIsReplacedLater() throws Exception {
        List<String> truth = truth();
        fault("fault=dump&flaw=SHORT&rows=100&rewritten-after=1h&date=2026-03-01&symbol=BTCUSDT");
        fault("fault=dump&flaw=HOLE&rows=10&rewritten-after=1h");
        List<String> rows = rows();
        assertThat(rows).hasSize(truth.size() - 110).isSubsetOf(truth);
        assertThat(rows)
                .doesNotContainAnyElementsOf(truth.subList(truth.size() - 100, truth.size()));
        assertThat(published()).startsWith(sha256(get(DAY).body()));
        clock.pass(Duration.ofMinutes(31));
        assertThat(rows()).isEqualTo(truth);
    }

    @Test
    void rowsCanBeTwiceUnsortedUnderAHeaderOrOfAnotherPrice() throws Exception {
        List<String> truth = truth();
        fault("fault=dump&flaw=DUPLICATE&rows=7");
        assertThat(rows()).hasSize(truth.size() + 7);
        assertThat(new HashSet<>(rows())).isEqualTo(new HashSet<>(truth));
        fault("fault=dump&flaw=UNSORTED");
        assertThat(rows()).isNotEqualTo(truth).hasSize(truth.size() + 7);
        fault("fault=dump&flaw=HEADER");
        assertThat(rows().getFirst()).startsWith("id,price,qty");
        new RestClient(exchange).delete("/control/faults");
        fault("fault=dump&flaw=CONFLICT&rows=5");
        assertThat(rows().stream().filter(row -> !truth.contains(row))).hasSize(5);
        new RestClient(exchange).delete("/control/faults");
        assertThat(rows()).isEqualTo(truth);
    }

    @Test
    void aChecksumCanBeWrong() throws Exception {
        fault("fault=dump&flaw=WRONG_CHECKSUM");
        assertThat(published()).doesNotStartWith(sha256(get(DAY).body()));
        assertThat(rows()).isEqualTo(truth());
    }

    @Test
    void aSingleFileCanBeLate() throws Exception {
        fault("fault=dump&flaw=LATE&rewritten-after=1h&date=2026-03-01&symbol=BTCUSDT");
        assertThat(get(DAY).statusCode()).isEqualTo(404);
        clock.pass(Duration.ofMinutes(31));
        assertThat(get(DAY).statusCode()).isEqualTo(200);
    }

    @Test
    void onlyFlawsThatSomebodyHasMetAreCounted() throws Exception {
        fault("fault=dump&flaw=LATE");
        assertThat(exchange.dumpStrikes()).isEqualTo(new DumpStrikes(Map.of(), 0, 0));
        assertThat(get(DAY).statusCode()).isEqualTo(404);
        new RestClient(exchange).delete("/control/faults");
        fault("fault=dump&flaw=HOLE&rows=5");
        fault("fault=cut-dumps&transfers=1&bytes=1000");
        assertThatThrownBy(() -> get(DAY)).isInstanceOf(IOException.class);
        get(DAY);
        assertThat(exchange.dumpStrikes())
                .isEqualTo(new DumpStrikes(Map.of(DumpFlaw.LATE, 1, DumpFlaw.HOLE, 1), 1, 0));
        new RestClient(exchange).delete("/control/faults");
        get(DAY);
        assertThat(exchange.dumpStrikes().rewritten()).isEqualTo(1);
    }
}
