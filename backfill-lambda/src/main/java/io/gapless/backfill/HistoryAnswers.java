package io.gapless.backfill;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.backfill.BackfillRequest.OfDays;
import io.gapless.backfill.repair.DayReport;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.trade.Symbol;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// Answers events about whole days, as JSON. The answer to [OfDays.Plan] is made of the next events: one of
/// [OfDays.Day] each, and the [OfDays.Summary] for the end.
final class HistoryAnswers {
    private static final JsonMapper JSON = new JsonMapper();

    private final History history;

    HistoryAnswers(History history) {
        this.history = history;
    }

    /// @param deadline when to end
    /// @throws DayNotDoneException when a day needs another try
    ObjectNode answer(OfDays request, Instant deadline) throws InterruptedException {
        return switch (request) {
            case OfDays.Plan plan -> plan(plan);
            case OfDays.Day(var symbol, var date) -> day(symbol, date, deadline);
            case OfDays.Summary summary -> summary(summary);
        };
    }

    private ObjectNode plan(OfDays.Plan plan) throws InterruptedException {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode days = node.putArray("days");
        ArrayNode ranges = node.putObject("end").putArray("summary");
        for (Symbol symbol : plan.symbols()) {
            Optional<History.Days> wanted = history.want(symbol, plan.from(), plan.to());
            if (wanted.isEmpty()) {
                continue;
            }
            for (LocalDate date : history.open(wanted.get())) {
                days.addObject()
                        .putObject("day")
                        .put("symbol", symbol.toString())
                        .put("date", date.toString());
            }
            ranges.addObject()
                    .put("symbol", symbol.toString())
                    .put("fromId", wanted.get().ids().first())
                    .put("toId", wanted.get().ids().last());
        }
        if (days.size() > OfDays.MAX_DAYS) {
            throw new IllegalArgumentException(
                    "%d symbol-days, more than %d in one go. They are wanted now; ask for fewer symbols or years at a time to bring them in by dumps."
                            .formatted(days.size(), OfDays.MAX_DAYS));
        }
        return node;
    }

    private ObjectNode day(Symbol symbol, LocalDate date, Instant deadline)
            throws InterruptedException {
        DayReport day = history.day(symbol, date, deadline, RepairProgress.NONE);
        switch (day.ending()) {
            case DONE, NOT_PUBLISHED, BROKEN -> {}
            case UNAVAILABLE, OUT_OF_TIME ->
                    throw new DayNotDoneException(
                            "%s: %s: %s".formatted(day.file(), day.ending(), day.sentence()));
        }
        ObjectNode node = JSON.createObjectNode();
        node.put("symbol", symbol.toString());
        node.put("date", date.toString());
        node.put("ended", day.ending().name());
        if (!day.sentence().isEmpty()) {
            node.put("why", day.sentence());
        }
        day.sha256().ifPresent(sha256 -> node.put("sha256", sha256));
        DayReport.Read read = day.read();
        node.put("rows", read.rows());
        node.put("archived", read.archived() + read.takenOver());
        node.put("there", read.there());
        node.put("holes", read.holes());
        node.put("unwanted", read.unwanted());
        node.put("conflictCount", read.conflictCount());
        read.conflicts()
                .forEach(conflict ->
                        node.withArray("conflicts").add(BackfillReportJson.conflict(conflict)));
        day.notes().forEach(note -> node.withArray("notes").add(note));
        return node;
    }

    private ObjectNode summary(OfDays.Summary summary) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode symbols = node.putArray("symbols");
        long open = 0;
        for (BackfillRequest.Asked.Ids ids : summary.ranges()) {
            History.Standing standing = history.standing(ids.symbol(), ids.range());
            open += standing.open().size();
            ObjectNode symbol =
                    symbols.addObject()
                            .put("symbol", ids.symbol().toString())
                            .put("fromId", ids.range().first())
                            .put("toId", ids.range().last())
                            .put("archived", standing.archived())
                            .put("absent", standing.absent())
                            .put("open", standing.open().size());
            ArrayNode ranges = symbol.putArray("openRanges");
            standing.open().ranges().stream()
                    .limit(SymbolReport.MAX_RANGES)
                    .forEach(range -> ranges.addArray().add(range.first()).add(range.last()));
        }
        ObjectNode days = node.putObject("days");
        long archived = 0;
        long conflicts = 0;
        for (OfDays.Told day : summary.days()) {
            days.put(day.ended(), days.path(day.ended()).asInt() + 1);
            archived += day.archived();
            conflicts += day.conflicts();
        }
        node.put("archivedFromDumps", archived);
        node.put("conflicts", conflicts);
        node.put("open", open);
        node.put(
                "next",
                open == 0
                        ? "nothing is left"
                        : "the scheduled repair fetches what is open from REST");
        return node;
    }
}
