package io.gapless.local.rehearsal;

import io.gapless.exchange.SimulatedExchange;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.fault.Fault.DumpFlaw;
import io.gapless.trade.Symbol;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Draws what is wrong with which dump, so that each defect comes at least once.
final class DefectPlan {
    /// Rows that a flaw concerns, at most: fewer than the quietest day has.
    private static final Map<DumpFlaw, Integer> MOST_ROWS =
            Map.of(
                    DumpFlaw.SHORT, 60,
                    DumpFlaw.HOLE, 40,
                    DumpFlaw.DUPLICATE, 30,
                    DumpFlaw.UNSORTED, 1,
                    DumpFlaw.HEADER, 1);

    /// Fewer than a report lists of one day, so that each can be held against what was traded.
    private static final int MOST_CONFLICTS = 8;

    /// Headers come and go on real dumps more often than anything else.
    private static final double HEADERS = 0.3;

    private static final double MENDED = 0.5;
    private static final int LEAST_CUT = 100;
    private static final int MOST_CUT = 1_500;

    private final RandomGenerator random;
    private final double probability;
    private final List<PlannedDay> days = new ArrayList<>();

    private DefectPlan(RandomGenerator random, double probability) {
        this.random = random;
        this.probability = probability;
    }

    /// The days of all symbols, symbol by symbol in the order of their dates.
    static List<PlannedDay> of(RehearsalSettings settings) {
        DefectPlan plan = new DefectPlan(new SplittableRandom(settings.seed()), settings.defects());
        List<Integer> certain =
                plan.random
                        .ints(0, settings.symbols().size() * (settings.days() - 1))
                        .distinct()
                        .limit(Slot.values().length)
                        .boxed()
                        .toList();
        int place = 0;
        for (Symbol symbol : settings.symbols()) {
            for (LocalDate date = settings.firstDay();
                    date.isBefore(settings.liveDay());
                    date = date.plusDays(1)) {
                // The dump of the last day may not be published yet when it is asked for.
                boolean mayBeCertain = date.isBefore(settings.lastDay());
                int slot = mayBeCertain ? certain.indexOf(place++) : -1;
                plan.draw(
                        symbol,
                        date,
                        slot < 0 ? Optional.empty() : Optional.of(Slot.values()[slot]));
            }
        }
        return List.copyOf(plan.days);
    }

    /// What a day has for certain, so that nothing is left to chance alone.
    private enum Slot {
        LATE,
        WRONG_CHECKSUM,
        LACKING,
        MESSY,
    }

    private void draw(Symbol symbol, LocalDate date, Optional<Slot> slot) {
        Map<DumpFlaw, Integer> first = new EnumMap<>(DumpFlaw.class);
        if (slot.map(Slot.LATE::equals).orElseGet(this::chance)) {
            first.put(DumpFlaw.LATE, 1);
        } else if (slot.map(Slot.WRONG_CHECKSUM::equals).orElseGet(this::chance)) {
            first.put(DumpFlaw.WRONG_CHECKSUM, 1);
        } else {
            boolean lacking = slot.filter(Slot.LACKING::equals).isPresent();
            boolean messy = slot.filter(Slot.MESSY::equals).isPresent();
            flaw(first, DumpFlaw.SHORT, lacking || chance());
            flaw(first, DumpFlaw.HOLE, lacking || chance());
            flaw(first, DumpFlaw.DUPLICATE, messy || chance());
            flaw(first, DumpFlaw.UNSORTED, messy || chance());
            flaw(first, DumpFlaw.HEADER, messy || random.nextDouble() < HEADERS);
        }
        boolean cut = !first.containsKey(DumpFlaw.LATE) && (slot.isPresent() || chance());
        days.add(
                new PlannedDay(
                        symbol,
                        date,
                        first,
                        later(first, slot),
                        cut ? random.nextInt(LEAST_CUT, MOST_CUT) : 0));
    }

    private Map<DumpFlaw, Integer> later(Map<DumpFlaw, Integer> first, Optional<Slot> slot) {
        Map<DumpFlaw, Integer> later = new EnumMap<>(DumpFlaw.class);
        first.forEach((flaw, rows) -> {
            if (random.nextDouble() >= MENDED) {
                later.put(flaw, rows);
            }
        });
        boolean readable =
                !later.containsKey(DumpFlaw.LATE) && !later.containsKey(DumpFlaw.WRONG_CHECKSUM);
        boolean certain = slot.filter(s -> s == Slot.MESSY || s == Slot.LACKING).isPresent();
        if (readable && (certain || chance())) {
            later.put(DumpFlaw.CONFLICT, 1 + random.nextInt(MOST_CONFLICTS));
        }
        return later;
    }

    private void flaw(Map<DumpFlaw, Integer> flaws, DumpFlaw flaw, boolean has) {
        if (has) {
            flaws.put(flaw, 1 + random.nextInt(MOST_ROWS.getOrDefault(flaw, 1)));
        }
    }

    private boolean chance() {
        return random.nextDouble() < probability;
    }

    /// Publishes the first files, or those that they are rewritten to.
    static void publish(SimulatedExchange exchange, List<PlannedDay> days, boolean rewritten) {
        for (PlannedDay day : days) {
            (rewritten ? day.later() : day.first())
                    .forEach((flaw, rows) ->
                            exchange.faults()
                                    .inject(
                                            new Fault.FlawedDump(
                                                    Optional.of(day.symbol().exchangeName()),
                                                    Optional.of(day.date()),
                                                    flaw,
                                                    rows,
                                                    Optional.empty())));
        }
    }
}
