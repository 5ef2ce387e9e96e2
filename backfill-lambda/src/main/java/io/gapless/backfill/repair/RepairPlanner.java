package io.gapless.backfill.repair;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.archive.Gap;
import io.gapless.backfill.repair.RepairTask.Fill;
import io.gapless.backfill.repair.RepairTask.Kind;
import io.gapless.binance.TradeHistory;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Says what there is to repair and in which order. A pure function of what is known.
///
/// First takeovers; then new gaps, stale tails and the backlog of gaps, by turns; then asked-for history.
/// Within a kind the oldest ids of a symbol come first and symbols take turns, so that one with years to
/// fetch does not keep the others waiting. Of gaps, symbols with the fewest pages to fetch come first, so
/// that symbols become complete one after the other rather than all at the end. A gap that has just opened
/// does not wait behind thousands of others, of its own symbol or any. Ranges that a deferral covers come
/// when it is due.
public final class RepairPlanner {
    /// Most tasks in one plan. What is beyond comes with the next plan.
    public static final int MAX_TASKS = 10_000;

    private RepairPlanner() {}

    /// Without dumps or a backlog.
    public static List<RepairTask> plan(
            List<Checkpoint> checkpoints,
            Map<Symbol, Long> heads,
            Duration staleAfter,
            Instant now) {
        return plan(checkpoints, heads, staleAfter, Long.MAX_VALUE, Map.of(), now);
    }

    /// @param checkpoints all that are to be repaired
    /// @param heads the exchange's last id of each symbol that it told one for
    /// @param dumpFrom gaps of so many trades are first looked for in the daily dumps
    /// @param backlog ids that were left before; it says what comes first, and need not be complete
    public static List<RepairTask> plan(
            List<Checkpoint> checkpoints,
            Map<Symbol, Long> heads,
            Duration staleAfter,
            long dumpFrom,
            Map<Symbol, Coverage> backlog,
            Instant now) {
        // Not from when checkpoints were written: that may have been a repair. It archives no tail
        // younger than this, and so does not take itself for the listener.
        boolean listenerIsSilent =
                checkpoints.stream()
                        .filter(c -> c.wanted().isFollowed())
                        .noneMatch(c -> isFresh(c, staleAfter, now) || isBeingWritten(c, now));
        List<List<RepairTask>> takeovers = new ArrayList<>();
        List<List<RepairTask>> newGaps = new ArrayList<>();
        List<List<RepairTask>> oldGaps = new ArrayList<>();
        List<List<RepairTask>> tails = new ArrayList<>();
        List<List<RepairTask>> asked = new ArrayList<>();
        for (Checkpoint checkpoint : furthestBehindFirst(checkpoints)) {
            Symbol symbol = checkpoint.symbol();
            Coverage deferred = deferred(checkpoint, now);
            takeovers.add(takeovers(checkpoint, deferred, now));
            Coverage gaps = gaps(checkpoint, Gap.Kind.FOLLOWED).minus(deferred);
            Coverage old = gaps.intersect(backlog.getOrDefault(symbol, Coverage.EMPTY));
            newGaps.add(fills(symbol, gaps.minus(old), Kind.GAP, dumpFrom));
            oldGaps.add(fills(symbol, old, Kind.GAP, dumpFrom));
            Optional.ofNullable(heads.get(symbol))
                    .ifPresent(head ->
                            tails.add(tail(checkpoint, head, listenerIsSilent, staleAfter, now)));
            asked.add(
                    fills(
                            symbol,
                            gaps(checkpoint, Gap.Kind.ASKED).minus(deferred),
                            Kind.ASKED,
                            dumpFrom));
        }
        List<RepairTask> plan = new ArrayList<>();
        newGaps.sort(Comparator.comparingLong(RepairPlanner::pages));
        oldGaps.sort(Comparator.comparingLong(RepairPlanner::pages));
        plan.addAll(takeTurns(takeovers));
        plan.addAll(takeTurns(List.of(takeTurns(newGaps), takeTurns(tails), takeTurns(oldGaps))));
        plan.addAll(takeTurns(asked));
        return List.copyOf(plan.subList(0, Math.min(plan.size(), MAX_TASKS)));
    }

    /// Ids that are wanted and not settled, claims included.
    public static Coverage left(Checkpoint checkpoint) {
        Coverage left = checkpoint.claimed();
        for (Gap gap : checkpoint.gaps(OptionalLong.empty())) {
            left = left.plus(gap.range());
        }
        return left;
    }

    /// A head far ahead of this clock says nothing: one of the two clocks is wrong.
    private static boolean isFresh(Checkpoint checkpoint, Duration staleAfter, Instant now) {
        Duration age = Duration.between(checkpoint.headTime(), now).abs();
        return age.compareTo(staleAfter) < 0;
    }

    private static boolean isBeingWritten(Checkpoint checkpoint, Instant now) {
        return checkpoint.claims().size() > checkpoint.expiredClaims(now).size();
    }

    /// While a listener is away every tail is stale again a minute later, and there may be more of them
    /// than weight.
    private static List<Checkpoint> furthestBehindFirst(List<Checkpoint> checkpoints) {
        return checkpoints.stream().sorted(Comparator.comparing(Checkpoint::headTime)).toList();
    }

    private static Coverage deferred(Checkpoint checkpoint, Instant now) {
        return Coverage.of(
                checkpoint.deferred().stream()
                        .filter(d -> now.isBefore(d.retryAt()))
                        .map(Deferral::range)
                        .toList());
    }

    private static List<RepairTask> takeovers(
            Checkpoint checkpoint, Coverage deferred, Instant now) {
        List<RepairTask> tasks = new ArrayList<>();
        for (Claim claim : checkpoint.expiredClaims(now)) {
            if (!deferred.contains(claim.range())) {
                tasks.add(new RepairTask.TakeOver(claim));
            }
        }
        return tasks;
    }

    private static Coverage gaps(Checkpoint checkpoint, Gap.Kind kind) {
        return Coverage.of(
                checkpoint.gaps(OptionalLong.empty()).stream()
                        .filter(gap -> gap.kind() == kind)
                        .map(Gap::range)
                        .toList());
    }

    private static List<RepairTask> fills(Symbol symbol, Coverage ids, Kind kind, long dumpFrom) {
        List<RepairTask> tasks = new ArrayList<>();
        for (TradeIdRange large : ids.ranges()) {
            if (large.size() >= dumpFrom) {
                tasks.add(new RepairTask.FillByDump(symbol, large));
            }
        }
        tasks.addAll(chunks(symbol, ids, kind));
        return tasks;
    }

    private static List<RepairTask> tail(
            Checkpoint checkpoint,
            long head,
            boolean listenerIsSilent,
            Duration staleAfter,
            Instant now) {
        long from =
                Math.max(
                        checkpoint.lastTaken().orElse(-1) + 1,
                        checkpoint.wanted().followedFrom().orElse(Long.MAX_VALUE));
        if (head < from || isFresh(checkpoint, staleAfter, now)) {
            return List.of();
        }
        boolean knownForLong =
                checkpoint
                        .ahead()
                        .filter(seen -> seen.id() >= from)
                        .filter(seen -> !seen.since().plus(staleAfter).isAfter(now))
                        .isPresent();
        if (listenerIsSilent || knownForLong) {
            return chunks(
                    checkpoint.symbol(), Coverage.of(new TradeIdRange(from, head)), Kind.TAIL);
        }
        boolean noted = checkpoint.ahead().filter(seen -> seen.id() >= from).isPresent();
        return noted ? List.of() : List.of(new RepairTask.NoteAhead(checkpoint.symbol(), head));
    }

    /// Cuts ids into pieces of what one page shows or one claim holds: gaps close to each other come
    /// with one page.
    private static List<RepairTask> chunks(Symbol symbol, Coverage ids, Kind kind) {
        List<RepairTask> tasks = new ArrayList<>();
        List<TradeIdRange> piece = new ArrayList<>();
        long pieceFirst = 0;
        for (TradeIdRange range : ids.ranges()) {
            boolean samePage =
                    !piece.isEmpty() && range.last() - pieceFirst < TradeHistory.MAX_PAGE;
            if (!samePage && !piece.isEmpty()) {
                tasks.add(new Fill(symbol, Coverage.of(piece), kind));
                piece.clear();
            }
            if (piece.isEmpty()) {
                pieceFirst = range.first();
            }
            if (range.size() < TradeHistory.MAX_PAGE) {
                piece.add(range);
                continue;
            }
            for (long first = range.first();
                    first <= range.last() && tasks.size() < MAX_TASKS;
                    first += Claim.MAX_TRADES) {
                TradeIdRange rest = new TradeIdRange(first, range.last());
                tasks.add(new Fill(symbol, Coverage.of(rest.head(Claim.MAX_TRADES)), kind));
            }
        }
        if (!piece.isEmpty()) {
            tasks.add(new Fill(symbol, Coverage.of(piece), kind));
        }
        return tasks;
    }

    private static long pages(List<RepairTask> tasks) {
        long pages = 0;
        for (RepairTask task : tasks) {
            if (task instanceof Fill fill) {
                pages += 1 + fill.ids().size() / TradeHistory.MAX_PAGE;
            }
        }
        return pages;
    }

    private static List<RepairTask> takeTurns(List<List<RepairTask>> queues) {
        Map<Integer, List<RepairTask>> rounds = new TreeMap<>();
        for (List<RepairTask> tasks : queues) {
            for (int i = 0; i < tasks.size(); i++) {
                rounds.computeIfAbsent(i, _ -> new ArrayList<>()).add(tasks.get(i));
            }
        }
        return rounds.values().stream().flatMap(List::stream).limit(MAX_TASKS).toList();
    }
}
