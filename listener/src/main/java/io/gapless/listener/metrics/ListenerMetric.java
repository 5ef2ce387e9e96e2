package io.gapless.listener.metrics;

import software.amazon.cloudwatchlogs.emf.model.Unit;

/// Everything that the listener measures. Four of them are metrics in CloudWatch: each costs as much a
/// month as the archive of a small symbol, which is also why none is told per symbol. The others stand in
/// the same line of the log, as properties that cost nothing.
public enum ListenerMetric {
    TRADES_RECEIVED(
            "TradesReceived",
            Unit.COUNT,
            Told.AS_METRIC,
            "trades that the connections delivered, doubles included"),
    DUPLICATES(
            "Duplicates",
            Unit.COUNT,
            Told.AS_PROPERTY,
            "of these, those that were held or archived already: about half, with two connections"),
    GAPS_OPENED(
            "GapsOpened",
            Unit.COUNT,
            Told.AS_PROPERTY,
            "holes in the ids that outlived the reorder grace"),
    TRADES_GIVEN_UP(
            "TradesGivenUp",
            Unit.COUNT,
            Told.AS_PROPERTY,
            "trades dropped because memory was full: they are gaps"),
    BYTES_ARCHIVED("BytesArchived", Unit.BYTES, Told.AS_PROPERTY, "size of the objects written"),
    RECONNECTS(
            "Reconnects", Unit.COUNT, Told.AS_METRIC, "connections replaced, whatever the reason"),
    MEMORY_HELD(
            "MemoryHeld",
            Unit.BYTES,
            Told.AS_PROPERTY,
            "most heap that trades took that were not archived"),
    UNARCHIVED_AGE(
            "UnarchivedAge",
            Unit.MILLISECONDS,
            Told.AS_METRIC,
            "how long the oldest trade has been held that is not archived"),
    EXCHANGE_TO_DURABLE(
            "ExchangeToDurable",
            Unit.MILLISECONDS,
            Told.AS_METRIC,
            "longest time from a trade to its object, of the objects written"),
    FLUSH_TIME(
            "FlushTime",
            Unit.MILLISECONDS,
            Told.AS_PROPERTY,
            "longest claim, put and commit that ended");

    /// How it is told.
    private enum Told {
        AS_METRIC,
        AS_PROPERTY,
    }

    private final String label;
    private final Unit unit;
    private final Told told;
    private final String meaning;

    ListenerMetric(String label, Unit unit, Told told, String meaning) {
        this.label = label;
        this.unit = unit;
        this.told = told;
        this.meaning = meaning;
    }

    /// Its name in CloudWatch.
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    /// Whether CloudWatch keeps it as a metric, to draw and to alarm on.
    public boolean isMetric() {
        return told == Told.AS_METRIC;
    }

    /// For people.
    public String meaning() {
        return meaning;
    }
}
