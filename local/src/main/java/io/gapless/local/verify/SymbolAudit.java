package io.gapless.local.verify;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.Gap;
import io.gapless.archive.Wanted;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Brings the findings about a symbol's objects together with its checkpoint.
///
/// The archive may be written to all the while. The checkpoint is therefore given twice: everything
/// that was settled before the objects were listed must be there, and everything that is there must be
/// taken after they were listed. Used by one thread; no I/O.
final class SymbolAudit {
    /// Problems told per symbol; the rest is counted.
    static final int MAX_PROBLEMS = 100;

    private final Symbol symbol;
    private final List<ObjectFinding.Rows> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private long voids;
    private long untold;

    SymbolAudit(Symbol symbol) {
        this.symbol = symbol;
    }

    Symbol symbol() {
        return symbol;
    }

    void add(ObjectFinding finding) {
        switch (finding) {
            case ObjectFinding.Rows sound -> rows.add(sound);
            case ObjectFinding.Released _ -> voids++;
            case ObjectFinding.Unsound(var _, var _, var problem) -> problem(problem);
        }
    }

    SymbolVerdict verdict(Optional<Checkpoint> before, Optional<Checkpoint> after) {
        rows.sort(Comparator.comparing(found -> found.batch().range()));
        Coverage twice = twice();
        Coverage held = Coverage.of(rows.stream().map(found -> found.batch().range()).toList());
        before.ifPresent(checkpoint -> compareSettled(checkpoint, held));
        after.ifPresent(checkpoint -> compareHeld(checkpoint, held));
        if (after.isEmpty() && !held.isEmpty()) {
            problem(
                    "there are objects, and no checkpoint: stop all writers and run `gapless rebuild`");
        }
        Coverage absent = after.map(Checkpoint::absent).orElse(Coverage.EMPTY);
        Coverage pending = after.map(Checkpoint::claimed).orElse(Coverage.EMPTY).minus(held);
        Coverage gone = before.map(c -> c.stored().minus(held)).orElse(Coverage.EMPTY);
        Coverage missing = missing(before, held).minus(absent).minus(pending).plus(gone);
        if (untold > 0) {
            problems.add("and %d more problems".formatted(untold));
        }
        Map<Source, Long> bySource = new EnumMap<>(Source.class);
        rows.forEach(
                found -> found.rowsBySource().forEach((s, n) -> bySource.merge(s, n, Long::sum)));
        return new SymbolVerdict(
                symbol,
                held.span(),
                rows.stream().mapToLong(found -> found.batch().range().size()).sum(),
                rows.size(),
                voids,
                rows.stream().mapToLong(ObjectFinding.Rows::bytes).sum(),
                bySource,
                twice,
                missing,
                pending,
                absent,
                problems);
    }

    private Coverage twice() {
        List<TradeIdRange> twice = new ArrayList<>();
        long last = -1;
        for (ObjectFinding.Rows found : rows) {
            TradeIdRange range = found.batch().range();
            if (range.first() <= last) {
                TradeIdRange shared = new TradeIdRange(range.first(), Math.min(range.last(), last));
                twice.add(shared);
                problem(found.key() + " holds trades that another object holds too: " + shared);
            }
            last = Math.max(last, range.last());
        }
        return Coverage.of(twice);
    }

    private void compareSettled(Checkpoint checkpoint, Coverage held) {
        for (TradeIdRange range : checkpoint.stored().minus(held).ranges()) {
            problem("the checkpoint has " + range + " as archived, and no object holds it");
        }
    }

    private void compareHeld(Checkpoint checkpoint, Coverage held) {
        for (TradeIdRange range : held.minus(checkpoint.taken()).ranges()) {
            problem("objects hold " + range + ", and the checkpoint does not know");
        }
        for (TradeIdRange range : held.intersect(checkpoint.absent()).ranges()) {
            problem("objects hold " + range + ", which is recorded as never having existed");
        }
        for (ObjectFinding.Rows found : rows) {
            for (Claim claim : checkpoint.claims()) {
                if (claim.range().overlaps(found.batch().range())
                        && !claim.key().equals(found.batch())) {
                    problem(found.key() + " overlaps the claim of " + claim.range());
                }
            }
        }
    }

    private static Coverage missing(Optional<Checkpoint> before, Coverage held) {
        Coverage expected = Coverage.EMPTY;
        boolean nothingWanted =
                before.map(checkpoint -> checkpoint.wanted().equals(Wanted.NOTHING)).orElse(true);
        if (before.isPresent() && !nothingWanted) {
            List<TradeIdRange> gaps =
                    before.get().gaps(OptionalLong.empty()).stream().map(Gap::range).toList();
            expected = Coverage.of(gaps);
        } else if (held.span().isPresent()) {
            expected = Coverage.of(held.span().get());
        }
        return expected.minus(held);
    }

    private void problem(String sentence) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(sentence);
        } else {
            untold++;
        }
    }
}
