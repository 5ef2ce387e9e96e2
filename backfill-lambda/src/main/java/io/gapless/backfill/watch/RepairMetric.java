package io.gapless.backfill.watch;

import software.amazon.cloudwatchlogs.emf.model.Unit;

/// Every metric of the repair, of the whole archive: each costs as much a month as the archive of a
/// small symbol, which is why none is told per symbol.
public enum RepairMetric {
    MISSING_TRADES(
            "MissingTrades",
            Unit.COUNT,
            "ids of followed symbols that nobody has and nobody writes, below the newest archived one"),
    OLDEST_GAP_AGE(
            "OldestGapAge",
            Unit.SECONDS,
            "how long the oldest gap, or expired claim, has been known to be one"),
    TRADES_REPAIRED("TradesRepaired", Unit.COUNT, "trades that the run archived"),
    BANNED(
            "Banned",
            Unit.COUNT,
            "1 if the run ended because Binance told its address to stay away"),
    CHECKPOINT_RANGES(
            "CheckpointRanges",
            Unit.COUNT,
            "id ranges of the symbol whose archive is in the most pieces");

    private final String label;
    private final Unit unit;
    private final String meaning;

    RepairMetric(String label, Unit unit, String meaning) {
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
