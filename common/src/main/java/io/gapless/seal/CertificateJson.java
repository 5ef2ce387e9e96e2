package io.gapless.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.batch.SealedKey;
import io.gapless.seal.Certificate.Absent;
import io.gapless.seal.Certificate.SealedObject;
import io.gapless.seal.DayState.Border;
import io.gapless.trade.Coverage;
import io.gapless.trade.Decimal8;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Certificates as JSON, and back: `docs/data-format.md` has every field.
public final class CertificateJson {
    static final String FORMAT = "gapless.certificate/1";

    private CertificateJson() {}

    static byte[] of(Certificate c) {
        DayRows rows = c.rows();
        ObjectNode node = SealJson.object();
        node.put("format", FORMAT);
        node.put("symbol", c.symbol().toString());
        node.put("date", c.date().toString());
        node.put("number", c.number());
        c.replaces().ifPresent(key -> node.put("replaces", key));
        node.put("certifiedAt", c.certifiedAt().toString());
        node.put("tool", c.tool());
        node.put("count", rows.count());
        node.set("ids", SealJson.ranges(rows.ids().ranges()));
        ArrayNode absent = node.putArray("absent");
        c.absent()
                .forEach(a -> {
                    ObjectNode one = absent.addObject();
                    one.set("ids", SealJson.range(a.ids()));
                    a.evidence().forEach(one.putArray("evidence")::add);
                });
        node.set("elsewhere", SealJson.ranges(c.elsewhere().ranges()));
        node.set("before", border(c.before()));
        node.set("after", border(c.after()));
        node.putObject("digest")
                .put("algorithm", "SHA-256")
                .put("form", CanonicalRows.FORM)
                .put("rows", rows.canonical());
        ObjectNode sources = node.putObject("sources");
        rows.sources().forEach((source, count) -> sources.put(source.word(), count));
        node.putObject("summary")
                .put("open", Decimal8.format(rows.open()))
                .put("high", Decimal8.format(rows.high()))
                .put("low", Decimal8.format(rows.low()))
                .put("close", Decimal8.format(rows.close()))
                .put("volume", new BigDecimal(rows.volume(), Decimal8.SCALE).toPlainString())
                .put("firstTime", Trade.instant(rows.firstTime()).toString())
                .put("lastTime", Trade.instant(rows.lastTime()).toString());
        node.set("dump", dump(c.dump()));
        ArrayNode sealed = node.putArray("sealed");
        c.sealed()
                .forEach(object ->
                        sealed.addObject()
                                .put("key", object.key().toString())
                                .put("bytes", object.bytes())
                                .put("sha256", object.sha256()));
        return SealJson.bytes(node);
    }

    /// As it is stored.
    public static String text(Certificate c) {
        return new String(of(c), StandardCharsets.UTF_8);
    }

    /// Reads the certificate under a key.
    ///
    /// @throws UnreadableException when it is not the certificate of that key
    public static Certificate read(DayKeys key, byte[] body) {
        return SealJson.read(
                key.toString(),
                body,
                FORMAT,
                node -> {
                    SealJson.requireDay(node, key.symbol(), key.date());
                    if (SealJson.number(node, "number") != key.number()) {
                        throw new IllegalArgumentException("it has another number");
                    }
                    return certificate(key, node);
                });
    }

    private static Certificate certificate(DayKeys key, JsonNode node) {
        List<Absent> absent = new ArrayList<>();
        SealJson.required(node, "absent")
                .forEach(one -> {
                    List<String> evidence = new ArrayList<>();
                    SealJson.required(one, "evidence").forEach(e -> evidence.add(e.asText()));
                    absent.add(new Absent(SealJson.range(SealJson.required(one, "ids")), evidence));
                });
        List<SealedObject> sealed = new ArrayList<>();
        SealJson.required(node, "sealed")
                .forEach(one ->
                        sealed.add(
                                new SealedObject(
                                        SealedKey.parse(SealJson.text(one, "key")),
                                        SealJson.number(one, "bytes"),
                                        SealJson.text(one, "sha256"))));
        return new Certificate(
                key.symbol(),
                key.date(),
                key.number(),
                Optional.ofNullable(node.get("replaces")).map(JsonNode::asText),
                Instant.parse(SealJson.text(node, "certifiedAt")),
                rows(node),
                absent,
                coverage(node, "elsewhere"),
                border(SealJson.required(node, "before")),
                border(SealJson.required(node, "after")),
                sealed,
                dump(SealJson.required(node, "dump")),
                SealJson.text(node, "tool"));
    }

    private static DayRows rows(JsonNode node) {
        Coverage ids = coverage(node, "ids");
        if (ids.size() != SealJson.number(node, "count")) {
            throw new IllegalArgumentException("\"count\" is not that of \"ids\"");
        }
        JsonNode digest = SealJson.required(node, "digest");
        if (!SealJson.text(digest, "form").equals(CanonicalRows.FORM)) {
            throw new IllegalArgumentException(
                    "a digest of the form " + SealJson.text(digest, "form"));
        }
        Map<Source, Long> sources = new EnumMap<>(Source.class);
        JsonNode told = SealJson.required(node, "sources");
        told.fieldNames()
                .forEachRemaining(
                        word -> sources.put(Source.of(word), SealJson.number(told, word)));
        JsonNode summary = SealJson.required(node, "summary");
        return new DayRows(
                ids,
                sources,
                SealJson.text(digest, "rows"),
                "",
                Decimal8.parse(SealJson.text(summary, "open")),
                Decimal8.parse(SealJson.text(summary, "high")),
                Decimal8.parse(SealJson.text(summary, "low")),
                Decimal8.parse(SealJson.text(summary, "close")),
                volume(SealJson.text(summary, "volume")),
                Trade.micros(Instant.parse(SealJson.text(summary, "firstTime"))),
                Trade.micros(Instant.parse(SealJson.text(summary, "lastTime"))));
    }

    private static BigInteger volume(String text) {
        try {
            return new BigDecimal(text).setScale(Decimal8.SCALE).unscaledValue();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a volume of " + text, e);
        }
    }

    private static ObjectNode border(Border border) {
        ObjectNode node = SealJson.object();
        return switch (border) {
            case Border.Neighbour(var id) -> node.put("kind", "neighbour").put("id", id);
            case Border.FirstWanted(var id) -> node.put("kind", "first wanted").put("id", id);
            case Border.NothingLater(var at) ->
                    node.put("kind", "nothing later").put("seenAt", at.toString());
        };
    }

    private static Border border(JsonNode node) {
        String kind = SealJson.text(node, "kind");
        return switch (kind) {
            case "neighbour" -> new Border.Neighbour(SealJson.number(node, "id"));
            case "first wanted" -> new Border.FirstWanted(SealJson.number(node, "id"));
            case "nothing later" ->
                    new Border.NothingLater(Instant.parse(SealJson.text(node, "seenAt")));
            default -> throw new IllegalArgumentException("no border: " + kind);
        };
    }

    private static ObjectNode dump(DumpComparison dump) {
        ObjectNode node = SealJson.object();
        node.put("comparison", dump.verdict().word());
        if (!dump.zip().isEmpty()) {
            node.put("zipSha256", dump.zip());
        }
        if (!dump.why().isEmpty()) {
            node.put("why", dump.why());
        }
        node.set("missing", SealJson.ranges(dump.missing().ranges()));
        node.set("extra", SealJson.ranges(dump.extra().ranges()));
        node.set("differing", SealJson.ranges(dump.differing().ranges()));
        return node;
    }

    private static DumpComparison dump(JsonNode node) {
        return new DumpComparison(
                DumpComparison.Verdict.of(SealJson.text(node, "comparison")),
                node.path("zipSha256").asText(),
                coverage(node, "missing"),
                coverage(node, "extra"),
                coverage(node, "differing"),
                node.path("why").asText());
    }

    private static Coverage coverage(JsonNode node, String field) {
        return Coverage.of(SealJson.ranges(SealJson.required(node, field)));
    }
}
