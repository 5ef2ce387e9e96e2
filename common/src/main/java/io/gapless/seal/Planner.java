package io.gapless.seal;

import io.gapless.archive.PutOutcome;
import io.gapless.batch.ByteSource;
import io.gapless.batch.SealedKey;
import io.gapless.batch.SealedWriter;
import io.gapless.seal.DaySealer.Day;
import io.gapless.seal.DaySealer.LookAgain;
import io.gapless.trade.Coverage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Finds the plan that everybody follows, or makes the next one.
final class Planner {
    private final SealPorts ports;

    Planner(SealPorts ports) {
        this.ports = ports;
    }

    /// @param unsealed ids of the day that are in no sealed object
    /// @throws LookAgain when the day has to be looked at anew
    SealPlan plan(Day day, SealedDay sealed, Coverage unsealed) {
        Instant now = ports.clock().instant();
        Optional<SealPlan> newest = day.records().newestPlan();
        Optional<SealPlan> unfinished =
                newest.filter(plan -> !plan.keys().stream().allMatch(sealed::has));
        if (unfinished.isPresent()) {
            SealPlan plan = unfinished.get();
            boolean canBe =
                    plan.keys().stream()
                            .filter(key -> !sealed.has(key))
                            .allMatch(key -> unsealed.contains(key.range()));
            if (canBe && plan.isOpen(now)) {
                return plan;
            }
            release(plan, sealed);
            throw new LookAgain(
                    canBe
                            ? "the plan of " + plan.sealedOn() + " is out of time"
                            : plan.key() + " asks for trades that are not there");
        }
        SealPlan plan =
                new SealPlan(
                        day.symbol(),
                        day.date(),
                        newest.map(SealPlan::number).orElse(0) + 1,
                        SealPlan.sealedOn(now),
                        unsealed.ranges());
        PutOutcome outcome =
                ports.archive()
                        .put(plan.key().toString(), plan.toJson(), Map.of("content", "plan"));
        return switch (outcome) {
            case CREATED -> plan;
            case EXISTS -> throw new LookAgain("somebody else has made a plan");
        };
    }

    /// Whoever still follows the plan may have a put on its way, for all one knows: a void under each
    /// key that is free makes it come to nothing.
    private void release(SealPlan plan, SealedDay sealed) {
        for (SealedKey key : plan.keys()) {
            if (!sealed.has(key)) {
                PutOutcome _ =
                        ports.objects()
                                .put(
                                        key.toString(),
                                        ByteSource.of(SealedWriter.encodeVoid(key)),
                                        Map.of("kind", "void", "trades", "0"));
            }
        }
    }
}
