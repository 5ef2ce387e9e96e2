package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.backfill.repair.PageWalk.Request;
import io.gapless.backfill.repair.PageWalk.SteppedOver;
import io.gapless.binance.TradeHistory;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PageWalkTest {
    private static final long NOON = Trade.micros(Instant.parse("2026-03-01T12:00:00Z"));

    @Test
    void oneGapOfOnePageIsAskedForOnceAndExactly() {
        PageWalk walk = new PageWalk(ids(100, 349));

        assertThat(walk.next()).contains(new Request(100, 100, 250));
        answer(walk, 100, 349);

        assertThat(rowIds(walk)).containsExactlyElementsOf(list(100, 349));
        assertThat(walk.next()).isEmpty();
        assertThat(walk.notYet().isEmpty()).isTrue();
    }

    @Test
    void aLongGapIsAskedForInFullPagesEachFromTheIdAfterTheLast() {
        PageWalk walk = new PageWalk(ids(0, 2_499));

        assertThat(walk.next()).contains(new Request(0, 0, TradeHistory.MAX_PAGE));
        answer(walk, 0, 999);
        assertThat(walk.next()).contains(new Request(1_000, 1_000, TradeHistory.MAX_PAGE));
        answer(walk, 1_000, 1_999);
        assertThat(walk.next()).contains(new Request(2_000, 2_000, 500));
        answer(walk, 2_000, 2_499);

        assertThat(walk.next()).isEmpty();
        assertThat(walk.rows().size()).isEqualTo(2_500);
    }

    @Test
    void whatWillBeAskedAfterAFullPageIsKnownBeforehand() {
        PageWalk walk = new PageWalk(ids(0, 1_499).plus(ids(5_000, 5_009)));
        Request first = walk.next().orElseThrow();

        Request second = walk.after(first).orElseThrow();
        Request third = walk.after(second).orElseThrow();

        assertThat(second).isEqualTo(new Request(1_000, 1_000, 500));
        assertThat(third).isEqualTo(new Request(5_000, 5_000, 10));
        assertThat(walk.after(third)).isEmpty();
        answer(walk, 0, 999);
        assertThat(walk.next()).contains(second);
    }

    @Test
    void gapsThatOnePageCoversComeWithOnePageAndWithoutTheTradesBetween() {
        PageWalk walk = new PageWalk(ids(10, 12).plus(ids(500, 501)).plus(ids(1_009, 1_009)));

        assertThat(walk.next()).contains(new Request(10, 10, 1_000));
        answer(walk, 10, 1_009);

        assertThat(rowIds(walk)).containsExactly(10L, 11L, 12L, 500L, 501L, 1_009L);
        assertThat(PageWalk.runs(walk.rows())).hasSize(3);
        assertThat(walk.next()).isEmpty();
    }

    @Test
    void idsBetweenTwoFarGapsAreNotFetched() {
        PageWalk walk = new PageWalk(ids(10, 12).plus(ids(5_000, 5_001)));

        answer(walk, 10, 12);

        assertThat(walk.next()).contains(new Request(5_000, 5_000, 2));
    }

    @Test
    void aShortPageIsFollowedByOneFromWhereItEnded() {
        PageWalk walk = new PageWalk(ids(100, 199));

        answer(walk, 100, 129);

        assertThat(walk.next()).contains(new Request(130, 130, 70));
    }

    @Test
    void anEmptyPageEndsTheWalkAndSaysNothingAboutTheIds() {
        PageWalk walk = new PageWalk(ids(100, 199));
        answer(walk, 100, 149);

        accept(walk, List.of());

        assertThat(walk.next()).isEmpty();
        assertThat(walk.rows().size()).isEqualTo(50);
        assertThat(walk.notYet()).isEqualTo(ids(150, 199));
        assertThat(walk.unserved().isEmpty()).isTrue();
        assertThat(walk.steppedOver()).isEmpty();
    }

    @Test
    void aPageThatStartsLateIsNotBelievedAndLookedAtAgainFromBelow() {
        PageWalk walk = new PageWalk(ids(100, 199));

        answer(walk, 140, 199);

        assertThat(walk.rows().isEmpty()).isTrue();
        assertThat(walk.next()).contains(new Request(90, 100, 110));
        answer(walk, 90, 199);
        assertThat(rowIds(walk)).containsExactlyElementsOf(list(100, 199));
        assertThat(walk.steppedOver()).isEmpty();
        assertThat(walk.notYet().isEmpty()).isTrue();
    }

    @Test
    void aSecondLookWithALowerAndAHigherIdShowsWhatTheExchangeStepsOver() {
        PageWalk walk = new PageWalk(ids(100, 199));
        answer(walk, 105, 199);

        accept(walk, LongStream.concat(range(90, 99), range(105, 199)).boxed().toList());

        assertThat(walk.steppedOver())
                .containsExactly(new SteppedOver(new TradeIdRange(100, 104), 99, 105));
        assertThat(rowIds(walk)).containsExactlyElementsOf(list(105, 199));
        assertThat(walk.notYet().isEmpty()).isTrue();
        assertThat(walk.unserved().isEmpty()).isTrue();
    }

    @Test
    void aSecondLookThatStartsLateTooMeansThatHistoryIsWithdrawnAndProvesNothing() {
        PageWalk walk = new PageWalk(ids(100, 2_099));
        answer(walk, 500, 1_499);

        answer(walk, 500, 1_489);

        assertThat(walk.unserved()).isEqualTo(ids(100, 499));
        assertThat(walk.steppedOver()).isEmpty();
        assertThat(walk.next()).contains(new Request(500, 500, 1_000));
    }

    @Test
    void aSecondLookThatStartsAtTheWantedIdItselfDoesNotCountAndIsAskedForFromThere() {
        PageWalk walk = new PageWalk(ids(100, 199));
        answer(walk, 140, 199);

        answer(walk, 100, 199);

        assertThat(walk.rows().isEmpty()).isTrue();
        assertThat(walk.unserved().isEmpty()).isTrue();
        assertThat(walk.next()).contains(new Request(100, 100, 100));
    }

    @Test
    void theFirstIdOfAllHasNothingBelowThatCouldProveItsAbsence() {
        PageWalk walk = new PageWalk(ids(0, 99));

        answer(walk, 5, 99);

        assertThat(walk.unserved()).isEqualTo(ids(0, 4));
        assertThat(walk.steppedOver()).isEmpty();
        assertThat(walk.next()).contains(new Request(5, 5, 95));
    }

    @Test
    void aHoleInThePageIsSteppedOverOnlyAsFarAsItIsWanted() {
        PageWalk walk = new PageWalk(ids(100, 110).plus(ids(115, 130)));

        accept(walk, LongStream.concat(range(100, 105), range(118, 130)).boxed().toList());

        assertThat(walk.steppedOver())
                .containsExactly(
                        new SteppedOver(new TradeIdRange(106, 110), 105, 118),
                        new SteppedOver(new TradeIdRange(115, 117), 105, 118));
    }

    @Test
    void aPageThatLacksIdsOfAnEarlierOneProvesNothingAboutItsOtherHoles() {
        PageWalk walk = new PageWalk(ids(100, 199));
        answer(walk, 100, 149);
        // Starts late, so the second look goes over ids that are there already.
        answer(walk, 160, 199);

        accept(walk, LongStream.concat(range(140, 144), range(160, 199)).boxed().toList());

        assertThat(walk.steppedOver()).isEmpty();
        assertThat(walk.notYet()).isEqualTo(ids(150, 159));
        assertThat(rowIds(walk))
                .containsExactlyElementsOf(
                        LongStream.concat(range(100, 149), range(160, 199)).boxed().toList());
    }

    @Test
    void pagesThatStartBelowWhatWasAskedForAreNotUsedAndSoonNotAskedForAgain() {
        PageWalk walk = new PageWalk(ids(100, 199));

        for (int page = 0; page < PageWalk.MAX_REJECTED; page++) {
            assertThat(walk.next()).isPresent();
            answer(walk, 50, 149);
        }

        assertThat(walk.next()).isEmpty();
        assertThat(walk.rows().isEmpty()).isTrue();
        assertThat(walk.notYet()).isEqualTo(ids(100, 199));
    }

    @Test
    void aWalkEndsAfterItsMostPagesHoweverLittleTheyBring() {
        PageWalk walk = new PageWalk(ids(0, 49_999));

        int pages = 0;
        for (Optional<Request> next = walk.next(); next.isPresent(); next = walk.next()) {
            answer(walk, next.get().fromId(), next.get().fromId());
            pages++;
        }

        assertThat(pages).isEqualTo(PageWalk.MAX_PAGES);
        assertThat(walk.notYet()).isEqualTo(ids(PageWalk.MAX_PAGES, 49_999));
    }

    @Test
    void rowsBehindTheLastWantedIdAreLeftOut() {
        PageWalk walk = new PageWalk(ids(100, 109));

        answer(walk, 100, 150);

        assertThat(rowIds(walk)).containsExactlyElementsOf(list(100, 109));
        assertThat(walk.next()).isEmpty();
    }

    private static void answer(PageWalk walk, long first, long last) {
        accept(walk, list(first, last));
    }

    private static void accept(PageWalk walk, List<Long> ids) {
        TradeColumns page = new TradeColumns(Math.max(1, ids.size()));
        ids.forEach(id -> page.add(trade(id)));
        walk.accept(walk.next().orElseThrow(), page);
    }

    private static Trade trade(long id) {
        return new Trade(
                id, 1, 1, NOON + id, true, true, Trade.UNKNOWN, Trade.UNKNOWN, Source.REST);
    }

    private static List<Long> rowIds(PageWalk walk) {
        return walk.rows().rows().stream().map(Trade::id).toList();
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }

    private static LongStream range(long first, long last) {
        return LongStream.rangeClosed(first, last);
    }

    private static List<Long> list(long first, long last) {
        return range(first, last).boxed().toList();
    }
}
