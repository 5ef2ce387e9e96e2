package io.gapless.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.batch.SealedKey;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// Which sealed objects are to be made of a day. Created once under a number of its own before any of
/// them is, so that whoever seals the day at the same time, or goes on after a crash, makes the very
/// same objects: two that overlap would show trades twice.
///
/// @param sealedOn of all its objects
/// @param objects their ids: of one run of ids each, disjoint, ascending; one on nearly all days
public record SealPlan(
        Symbol symbol, LocalDate date, int number, LocalDate sealedOn, List<TradeIdRange> objects) {
    /// What views take changes with the UTC date, so no object may appear under a date that is over, or
    /// just about to be. S3 refuses what was signed more than a quarter of an hour ago.
    static final Duration PUBLISH_UNTIL = Duration.ofHours(1);

    /// The date is that of this much later, so that a plan has time.
    static final Duration TIME_TO_PUBLISH = Duration.ofHours(6);

    /// Most objects of a plan: beyond, a day is in too many pieces to be sealed.
    static final int MAX_OBJECTS = 200;

    private static final String FORMAT = "gapless.plan/1";

    public SealPlan {
        objects = List.copyOf(objects);
        if (objects.isEmpty() || objects.size() > MAX_OBJECTS) {
            throw new IllegalArgumentException(
                    "a plan of %d objects for %s %s".formatted(objects.size(), symbol, date));
        }
    }

    /// The date for a plan made now.
    static LocalDate sealedOn(Instant now) {
        return LocalDate.ofInstant(now.plus(TIME_TO_PUBLISH), ZoneOffset.UTC);
    }

    /// Whether its objects may still be published.
    boolean isOpen(Instant now) {
        Instant end = sealedOn.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return now.isBefore(end.minus(PUBLISH_UNTIL));
    }

    List<SealedKey> keys() {
        return objects.stream().map(ids -> new SealedKey(symbol, date, sealedOn, ids)).toList();
    }

    DayKeys key() {
        return new DayKeys(symbol, date, DayKeys.PLAN, number);
    }

    byte[] toJson() {
        ObjectNode plan = SealJson.object();
        plan.put("format", FORMAT);
        plan.put("symbol", symbol.toString());
        plan.put("date", date.toString());
        plan.put("sealedOn", sealedOn.toString());
        plan.set("objects", SealJson.ranges(objects));
        return SealJson.bytes(plan);
    }

    /// @throws UnreadableException when it is not the plan of that key
    static SealPlan of(DayKeys key, byte[] body) {
        return SealJson.read(
                key.toString(),
                body,
                FORMAT,
                node -> {
                    SealJson.requireDay(node, key.symbol(), key.date());
                    JsonNode objects = SealJson.required(node, "objects");
                    return new SealPlan(
                            key.symbol(),
                            key.date(),
                            key.number(),
                            LocalDate.parse(SealJson.text(node, "sealedOn")),
                            SealJson.ranges(objects));
                });
    }
}
