package io.gapless.backfill.repair;

import io.gapless.binance.TradeHistory;
import io.gapless.trade.Coverage;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects wanted trades page by page, and trusts no page further than it proves itself.
///
/// A page counts only if it starts at the id asked for: one that starts later may mean that history was
/// withdrawn, and proves nothing about the ids before. Such a page is asked for again from a little
/// below, because a page that holds a lower and a higher id, and not the ones between, is the only sign
/// that these do not exist. Used by one thread; no clock, no I/O.
final class PageWalk {
    /// Pages in a walk: those of the largest claim, and as many again for second looks.
    static final int MAX_PAGES = 120;

    /// How far below an id that was not served the second look starts.
    static final int LOOK_BACK = 10;

    /// Pages in a row that do not start where they should.
    static final int MAX_REJECTED = 3;

    /// A page to ask for.
    ///
    /// @param wantedFrom the first id that is wanted from it; below `fromId` never
    record Request(long fromId, long wantedFrom, int limit) {
        boolean isSecondLook() {
            return fromId < wantedFrom;
        }
    }

    /// Ids that a page went over, between two ids that it holds.
    record SteppedOver(TradeIdRange range, long lowerId, long higherId) {}

    private final Coverage wanted;
    private final TradeColumns rows;
    private final List<SteppedOver> steppedOver = new ArrayList<>();
    private Coverage unserved = Coverage.EMPTY;
    private long cursor;
    private boolean secondLook;
    private boolean ended;
    private int pages;
    private int rejected;

    /// @param wanted the ids to collect, not empty
    PageWalk(Coverage wanted) {
        this.wanted = wanted;
        this.rows = new TradeColumns((int) Math.min(wanted.size(), TradeHistory.MAX_PAGE));
        this.cursor = wanted.span().orElseThrow().first();
    }

    /// The next page to ask for; empty when there is nothing more to be had.
    Optional<Request> next() {
        return ended || pages >= MAX_PAGES ? Optional.empty() : request(cursor, secondLook);
    }

    /// The page that will be asked for next if this one is as full as it can be.
    Optional<Request> after(Request request) {
        return request.isSecondLook()
                ? Optional.empty()
                : request(request.fromId() + request.limit(), false);
    }

    private Optional<Request> request(long first, boolean look) {
        Optional<TradeIdRange> nextWanted =
                wanted.ranges().stream().filter(range -> range.last() >= first).findFirst();
        if (nextWanted.isEmpty()) {
            return Optional.empty();
        }
        long from = Math.max(first, nextWanted.get().first());
        long start = look ? Math.max(0, from - LOOK_BACK) : from;
        TradeIdRange page = new TradeIdRange(start, start + TradeHistory.MAX_PAGE - 1);
        long last = wanted.intersect(Coverage.of(page)).span().map(TradeIdRange::last).orElse(from);
        return Optional.of(new Request(start, from, Math.toIntExact(last - start + 1)));
    }

    /// Takes the answer to a request.
    ///
    /// @param page ascending by id
    void accept(Request request, TradeColumns page) {
        pages++;
        if (page.isEmpty()) {
            // Past the newest that is served: nothing about these ids can be said yet.
            ended = true;
            return;
        }
        long first = page.id(0);
        if (request.isSecondLook() ? first >= request.wantedFrom() : first > request.fromId()) {
            startsLate(request, first);
        } else if (first < request.fromId()) {
            rejected++;
            ended = rejected >= MAX_REJECTED;
        } else {
            rejected = 0;
            secondLook = false;
            walk(request, page);
        }
    }

    private void startsLate(Request request, long first) {
        if (!request.isSecondLook() && request.fromId() > 0) {
            secondLook = true;
            return;
        }
        Coverage before =
                Coverage.of(new TradeIdRange(request.wantedFrom(), first))
                        .minus(new TradeIdRange(first, first));
        unserved = unserved.plus(wanted.intersect(before));
        secondLook = false;
        cursor = Math.max(first, request.wantedFrom());
    }

    private void walk(Request request, TradeColumns page) {
        for (int row = 0; row < page.size(); row++) {
            long id = page.id(row);
            if (row > 0 && id > page.id(row - 1) + 1) {
                noteSteppedOver(page.id(row - 1), id);
            }
            if (id >= request.wantedFrom() && wanted.contains(id)) {
                rows.addAll(page, row, row + 1);
            }
        }
        cursor = Math.max(request.wantedFrom(), page.id(page.size() - 1) + 1);
    }

    private void noteSteppedOver(long lower, long higher) {
        Coverage between = wanted.intersect(Coverage.of(new TradeIdRange(lower + 1, higher - 1)));
        between.ranges().stream()
                .filter(range -> range.first() >= cursor)
                .forEach(range -> steppedOver.add(new SteppedOver(range, lower, higher)));
    }

    /// The trades found, ascending by id, all of them wanted.
    TradeColumns rows() {
        return rows;
    }

    List<SteppedOver> steppedOver() {
        return List.copyOf(steppedOver);
    }

    /// Wanted ids below the first that the exchange serves.
    Coverage unserved() {
        return unserved;
    }

    /// Wanted ids of which nothing is known yet.
    Coverage notYet() {
        Coverage known = unserved;
        for (SteppedOver over : steppedOver) {
            known = known.plus(over.range());
        }
        Coverage rest = wanted.minus(known);
        for (TradeColumns run : runs(rows)) {
            rest = rest.minus(new TradeIdRange(run.id(0), run.id(run.size() - 1)));
        }
        return rest;
    }

    /// Cuts rows into runs of consecutive ids.
    static List<TradeColumns> runs(TradeColumns rows) {
        List<TradeColumns> runs = new ArrayList<>();
        int start = 0;
        for (int row = 1; row <= rows.size(); row++) {
            if (row == rows.size() || rows.id(row) != rows.id(row - 1) + 1) {
                runs.add(rows.slice(start, row));
                start = row;
            }
        }
        return runs;
    }
}
