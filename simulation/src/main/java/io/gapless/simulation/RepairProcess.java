package io.gapless.simulation;

import io.gapless.archive.StorageUnavailableException;
import io.gapless.backfill.Backfill;
import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.backfill.repair.RepairSettings;
import io.gapless.binance.BanMemory;
import io.gapless.binance.BudgetedHistory;
import io.gapless.binance.RequestBudget;
import io.gapless.dump.DumpHistory;
import java.time.Duration;
import java.util.SplittableRandom;

/// A Lambda's container: one invocation at a time, kept for the next one, killed when one takes too
/// long.
final class RepairProcess extends SimulatedProcess {
    private static final Duration TIME_BUDGET = Duration.ofSeconds(50);

    /// Lambda's own time-out, µs.
    private static final long KILLED_AFTER = 60_000_000;

    private static final int WEIGHT_PER_MINUTE = 3_000;

    private final Backfill backfill;
    private boolean busy;
    private long invocations;

    RepairProcess(
            World world,
            String name,
            long skew,
            Address address,
            RepairSettings settings,
            SplittableRandom random) {
        super(world, name, skew);
        RemoteStores stores = new RemoteStores(this);
        Sabotage sabotage = world.sabotage();
        Sabotage.Program self = new Sabotage.Program(name, true, clock());
        RequestBudget budget = new RequestBudget(WEIGHT_PER_MINUTE);
        backfill =
                new Backfill(
                        sabotage.archive(stores.archive(), self),
                        sabotage.checkpoints(stores.checkpoints(), self),
                        new BudgetedHistory(
                                sabotage.history(
                                        new RemoteHistory(this, address, budget::heard), self),
                                budget,
                                new BanMemory(stores.marks(), "backfill"),
                                clock()),
                        sabotage.dumps(dumps(), self),
                        sabotage.repair(settings),
                        clock(),
                        pause(),
                        random);
    }

    private DumpHistory dumps() {
        return world().dumps()
                .map(host -> (DumpHistory) new RemoteDumps(this, host))
                .orElse(DumpHistory.NONE);
    }

    boolean isBusy() {
        return busy;
    }

    /// An invocation. One that asks for something is made again by its caller until it is stored.
    void invoke(BackfillRequest.Run request, Runnable stored) {
        busy = true;
        long invocation = ++invocations;
        world().time()
                .after(
                        KILLED_AFTER,
                        () -> {
                            if (busy && invocation == invocations) {
                                kill();
                            }
                        });
        run(() -> {
            world().story().tell(() -> this + " begins " + told(request));
            try {
                Backfill.Result result =
                        backfill.run(
                                request, clock().instant().plus(TIME_BUDGET), RepairProgress.NONE);
                stored.run();
                world().watcher().reported(toString(), result.report());
                world().story().tell(() -> this + " reports " + told(result.report()));
            } catch (StorageUnavailableException | IllegalArgumentException e) {
                world().story().tell(() -> this + " fails: " + e.getMessage());
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
            busy = false;
        });
    }

    private static String told(BackfillRequest.Run request) {
        return switch (request) {
            case BackfillRequest.Scheduled _ -> "a scheduled run";
            case BackfillRequest.Manual(var asked) -> asked.toString();
        };
    }

    private static String told(RepairReport report) {
        return "%s %s %s".formatted(report.ending(), report.sentence(), report.symbols());
    }
}
