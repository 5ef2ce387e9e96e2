package io.gapless.listener.metrics;

import software.amazon.cloudwatchlogs.emf.model.Unit;

/// Every metric of the listener. Ten at most: each costs as much a month as the archive of a small
/// symbol, which is also why none is told per symbol.
public enum ListenerMetric {
    TRADES_RECEIVED(
            "TradesReceived",
            Unit.COUNT,
            "trades that the connections delivered, doubles included"),
    DUPLICATES(
            "Duplicates",
            Unit.COUNT,
            "of these, those that were held or archived already: about half, with two connections"),
    GAPS_OPENED("GapsOpened", Unit.COUNT, "holes in the ids that outlived the reorder grace"),
    TRADES_GIVEN_UP(
            "TradesGivenUp", Unit.COUNT, "trades dropped because memory was full: they are gaps"),
    BYTES_ARCHIVED("BytesArchived", Unit.BYTES, "size of the objects written"),
    RECONNECTS("Reconnects", Unit.COUNT, "connections replaced, whatever the reason"),
    MEMORY_HELD("MemoryHeld", Unit.BYTES, "heap that trades take that are not archived"),
    UNARCHIVED_AGE(
            "UnarchivedAge",
            Unit.MILLISECONDS,
            "how long the oldest trade has been held that is not archived"),
    EXCHANGE_TO_DURABLE(
            "ExchangeToDurable",
            Unit.MILLISECONDS,
            "longest time from a trade to its object, of the objects written"),
    FLUSH_TIME("FlushTime", Unit.MILLISECONDS, "longest claim, put and commit that ended");

    private final String label;
    private final Unit unit;
    private final String meaning;

    ListenerMetric(String label, Unit unit, String meaning) {
        this.label = label;
        this.unit = unit;
        this.meaning = meaning;
    }

    /// Its name in CloudWatch.
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    /// For people.
    public String meaning() {
        return meaning;
    }
}
