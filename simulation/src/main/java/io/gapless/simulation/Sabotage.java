package io.gapless.simulation;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpHistory;
import io.gapless.listener.ListenerSettings;
import io.gapless.listener.metrics.Measurements;
import io.gapless.trade.Trade;
import java.time.InstantSource;
import java.util.Set;
import java.util.SplittableRandom;

/// Where tests plant mistakes, to see whether a world notices: between the programs and what they
/// work with. Without a test nothing is changed.
interface Sabotage {
    Sabotage NONE = new Sabotage() {};

    /// Who works with something.
    ///
    /// @param repairs whether it is a repair; otherwise a listener
    record Program(String name, boolean repairs, InstantSource clock) {}

    /// Faults that its worlds have, more often than others.
    default Set<Fault> needs() {
        return Set.of();
    }

    default Archive archive(Archive archive, Program program) {
        return archive;
    }

    default Checkpoints checkpoints(Checkpoints checkpoints, Program program) {
        return checkpoints;
    }

    /// Below the budget and the memory of bans.
    default TradeHistory history(TradeHistory history, Program program) {
        return history;
    }

    default RepairSettings repair(RepairSettings settings) {
        return settings;
    }

    default ListenerSettings listener(ListenerSettings settings) {
        return settings;
    }

    /// What a listener tells of itself.
    default Measurements measured(Measurements told) {
        return told;
    }

    default SplittableRandom chance(SplittableRandom chance) {
        return chance;
    }

    /// A trade as a connection delivers it.
    default Trade received(Trade trade) {
        return trade;
    }

    /// Whether what has arrived and was not looked at yet is lost when a listener is told to stop.
    default boolean losesAtStop() {
        return false;
    }

    /// Whether a dump is taken for what it says though its checksum is another.
    default boolean believesEveryDump() {
        return false;
    }

    /// The exchange's dumps as a program sees them.
    default DumpHistory dumps(DumpHistory dumps, Program program) {
        return dumps;
    }

    /// Whether repairs run at all.
    default boolean repairs() {
        return true;
    }
}
