package io.gapless.backfill.repair;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.archive.Archive;
import io.gapless.backfill.repair.PageWalk.SteppedOver;
import io.gapless.trade.Symbol;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A sighting of ids that the exchange's history goes over, kept in the archive under `evidence/`.
///
/// Two of them, far enough apart, are what it takes to record ids as never having existed.
///
/// @param seenAt when the page came
/// @param dumps zips of daily dumps, each with its SHA-256, that hold both neighbours and not these ids
record Evidence(Symbol symbol, SteppedOver steppedOver, Instant seenAt, List<String> dumps) {
    static final String ROOT = "evidence/";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = new JsonMapper();

    String key() {
        return "%ssymbol=%s/%019d-%019d/%s.json"
                .formatted(
                        ROOT,
                        symbol,
                        steppedOver.range().first(),
                        steppedOver.range().last(),
                        TIME.format(seenAt));
    }

    /// Stores it; the same sighting twice is one object.
    void store(Archive archive) {
        ObjectNode node = JSON.createObjectNode();
        node.put("format", 1);
        node.put("symbol", symbol.toString());
        node.put("firstId", steppedOver.range().first());
        node.put("lastId", steppedOver.range().last());
        node.put("lowerIdOnPage", steppedOver.lowerId());
        node.put("higherIdOnPage", steppedOver.higherId());
        node.put("request", "historicalTrades");
        node.put("seenAt", seenAt.toString());
        dumps.forEach(dump -> node.withArray("dumps").add(dump));
        archive.put(
                key(),
                node.toPrettyString().getBytes(StandardCharsets.UTF_8),
                Map.of("content", "evidence"));
    }
}
