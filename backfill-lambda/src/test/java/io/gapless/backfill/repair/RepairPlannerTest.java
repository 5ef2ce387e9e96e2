package io.gapless.backfill.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.backfill.repair.RepairTask.Fill;
import io.gapless.backfill.repair.RepairTask.FillByDump;
import io.gapless.backfill.repair.RepairTask.Kind;
import io.gapless.backfill.repair.RepairTask.NoteAhead;
import io.gapless.backfill.repair.RepairTask.TakeOver;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RepairPlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration STALE = Duration.ofMinutes(3);
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final Symbol B = Symbol.of("BBBUSDT");

    @Test
    void nothingIsPlannedForACompleteArchiveWithAFreshTail() {
        Checkpoint complete = stored(followed(A, 100), NOW, 100, 999);

        assertThat(plan(List.of(complete), Map.of(A, 1_050L))).isEmpty();
    }

    @Test
    void aGapSinceTheOriginIsFilled() {
        Checkpoint gap = stored(stored(followed(A, 100), NOW, 100, 199), NOW, 300, 399);

        assertThat(plan(List.of(gap), Map.of()))
                .containsExactly(new Fill(A, ids(200, 299), Kind.GAP));
    }

    @Test
    void idsBeforeTheFirstStoredAndAfterTheOriginAreAGapToo() {
        assertThat(plan(List.of(stored(followed(A, 100), NOW, 300, 399)), Map.of()))
                .containsExactly(new Fill(A, ids(100, 299), Kind.GAP));
    }

    @Test
    void gapsOfOnePageAreOneTaskAndOthersAreNot() {
        Checkpoint gaps = followed(A, 0);
        for (long first : List.of(0L, 101L, 501L, 1_001L)) {
            gaps = stored(gaps, NOW, first, first + 97);
        }

        assertThat(plan(List.of(gaps), Map.of()))
                .containsExactly(
                        new Fill(
                                A,
                                ids(98, 100).plus(ids(199, 500)).plus(ids(599, 1_000)),
                                Kind.GAP));
    }

    @Test
    void gapsAreOneTaskAsLongAsOnePageShowsThemAll() {
        Checkpoint gaps = followed(A, 5_000);
        gaps = stored(gaps, NOW, 5_001, 5_998);
        gaps = stored(gaps, NOW, 6_000, 6_998);
        gaps = stored(gaps, NOW, 7_000, 7_000);

        assertThat(plan(List.of(gaps), Map.of()))
                .containsExactly(
                        new Fill(A, ids(5_000, 5_000).plus(ids(5_999, 5_999)), Kind.GAP),
                        new Fill(A, ids(6_999, 6_999), Kind.GAP));
        Checkpoint tooFar = stored(stored(followed(A, 0), NOW, 1, 999), NOW, 1_001, 1_001);
        assertThat(plan(List.of(tooFar), Map.of())).hasSize(2);
    }

    @Test
    void aLongGapIsCutIntoPiecesOfOneClaimEach() {
        Checkpoint gap = stored(followed(A, 0), NOW, 120_000, 120_999);

        assertThat(plan(List.of(gap), Map.of()))
                .containsExactly(
                        new Fill(A, ids(0, 49_999), Kind.GAP),
                        new Fill(A, ids(50_000, 99_999), Kind.GAP),
                        new Fill(A, ids(100_000, 119_999), Kind.GAP));
    }

    @Test
    void takeoversComeFirstThenGapsThenWhatWasAskedFor() {
        Checkpoint a = stored(followed(A, 100), NOW, 200, 299);
        Checkpoint b = changed(followed(B, 500), c -> c.ask(new TradeIdRange(1, 50)));
        Checkpoint expired = claimed(b, 500, 599, NOW.minusSeconds(1));

        assertThat(plan(List.of(a, expired), Map.of()))
                .containsExactly(
                        new TakeOver(expired.claims().getFirst()),
                        new Fill(A, ids(100, 199), Kind.GAP),
                        new Fill(B, ids(1, 50), Kind.ASKED));
    }

    @Test
    void symbolsTakeTurnsWithinAKind() {
        Checkpoint long1 = stored(followed(A, 0), NOW, 150_000, 150_000);
        Checkpoint short1 = stored(followed(B, 7), NOW, 9, 9);

        assertThat(plan(List.of(long1, short1), Map.of()))
                .containsExactly(
                        new Fill(B, ids(7, 8), Kind.GAP),
                        new Fill(A, ids(0, 49_999), Kind.GAP),
                        new Fill(A, ids(50_000, 99_999), Kind.GAP),
                        new Fill(A, ids(100_000, 149_999), Kind.GAP));
    }

    @Test
    void symbolsWithMuchAskedForTakeTurnsInTheOrderInWhichTheyAreBehind() {
        Checkpoint more = changed(stored(followed(A, 0), NOW, 0, 9), c -> c.unfollow(9, NOW));
        Checkpoint less = changed(stored(followed(B, 0), NOW, 0, 9), c -> c.unfollow(9, NOW));

        assertThat(
                        plan(
                                List.of(
                                        changed(more, c -> c.ask(new TradeIdRange(10, 60_009))),
                                        changed(less, c -> c.ask(new TradeIdRange(10, 19)))),
                                Map.of()))
                .containsExactly(
                        new Fill(A, ids(10, 50_009), Kind.ASKED),
                        new Fill(B, ids(10, 19), Kind.ASKED),
                        new Fill(A, ids(50_010, 60_009), Kind.ASKED));
    }

    @Test
    void aNewGapDoesNotWaitBehindTheManyOfSymbolsThatAreFurtherBehind() {
        Instant before = NOW.minusSeconds(60);
        Checkpoint many = followed(A, 0, before);
        for (long last : List.of(1_999L, 3_999L, 5_999L)) {
            many = stored(many, before, last - 1_990, last);
        }
        Checkpoint one = stored(stored(followed(B, 0), NOW, 0, 9), NOW, 15, 19);

        assertThat(plan(List.of(many, one), Map.of()))
                .containsExactly(
                        new Fill(B, ids(10, 14), Kind.GAP),
                        new Fill(A, ids(0, 8), Kind.GAP),
                        new Fill(A, ids(2_000, 2_008), Kind.GAP),
                        new Fill(A, ids(4_000, 4_008), Kind.GAP));
    }

    @Test
    void aNewGapDoesNotWaitBehindTheBacklogOfItsOwnSymbolEither() {
        Checkpoint gaps = stored(stored(followed(A, 0), NOW, 1, 2_000), NOW, 2_010, 4_000);
        Checkpoint others = stored(stored(followed(B, 0), NOW, 1, 2_000), NOW, 2_010, 2_010);

        assertThat(plan(List.of(gaps, others), Map.of(), Map.of(A, ids(0, 0), B, ids(0, 2_009))))
                .containsExactly(
                        new Fill(A, ids(2_001, 2_009), Kind.GAP),
                        new Fill(A, ids(0, 0), Kind.GAP),
                        new Fill(B, ids(0, 0), Kind.GAP),
                        new Fill(B, ids(2_001, 2_009), Kind.GAP));
    }

    @Test
    void ofAGapThatHasGrownOnlyWhatIsNewComesFirst() {
        Checkpoint gap = stored(stored(followed(A, 0), NOW, 0, 9), NOW, 50, 59);

        assertThat(plan(List.of(gap), Map.of(), Map.of(A, ids(10, 29))))
                .containsExactly(
                        new Fill(A, ids(30, 49), Kind.GAP), new Fill(A, ids(10, 29), Kind.GAP));
    }

    @Test
    void whatIsNoGapAnyMoreOfTheBacklogIsNotPlanned() {
        Checkpoint complete = stored(followed(A, 100), NOW, 100, 999);

        assertThat(plan(List.of(complete), Map.of(), Map.of(A, ids(200, 299)))).isEmpty();
    }

    @Test
    void neitherNewGapsNorTailsNorTheBacklogKeepTheOthersWaiting() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint gaps = stored(followed(A, 0, longAgo), longAgo, 200_000, 200_000);

        assertThat(plan(List.of(gaps), Map.of(A, 300_000L), Map.of(A, ids(0, 99_999))))
                .containsExactly(
                        new Fill(A, ids(100_000, 149_999), Kind.GAP),
                        new Fill(A, ids(200_001, 250_000), Kind.TAIL),
                        new Fill(A, ids(0, 49_999), Kind.GAP),
                        new Fill(A, ids(150_000, 199_999), Kind.GAP),
                        new Fill(A, ids(250_001, 300_000), Kind.TAIL),
                        new Fill(A, ids(50_000, 99_999), Kind.GAP));
    }

    @Test
    void theBacklogsSymbolsWithTheFewestPagesComeFirst() {
        Checkpoint two = stored(stored(followed(A, 0), NOW, 1, 2_000), NOW, 2_002, 2_002);
        Checkpoint one = stored(followed(B, 0), NOW, 900, 900);

        assertThat(plan(List.of(two, one), Map.of(), Map.of(A, ids(0, 9_999), B, ids(0, 9_999))))
                .startsWith(new Fill(B, ids(0, 899), Kind.GAP), new Fill(A, ids(0, 0), Kind.GAP));
    }

    @Test
    void aLargerGapOfOnePageComesBeforeTwoSmallOnesFarApart() {
        Checkpoint two = stored(stored(followed(A, 0), NOW, 1, 2_000), NOW, 2_002, 2_002);
        Checkpoint large = stored(followed(B, 0), NOW, 900, 900);

        assertThat(plan(List.of(two, large), Map.of()))
                .startsWith(new Fill(B, ids(0, 899), Kind.GAP), new Fill(A, ids(0, 0), Kind.GAP));
    }

    @Test
    void aGapOfManyPagesComesAfterSeveralOfOnePageEach() {
        Checkpoint wide = stored(followed(A, 0), NOW, 2_000, 2_000);
        Checkpoint two = stored(stored(followed(B, 0), NOW, 1, 2_000), NOW, 2_002, 2_002);

        assertThat(plan(List.of(wide, two), Map.of()))
                .startsWith(new Fill(B, ids(0, 0), Kind.GAP), new Fill(A, ids(0, 1_999), Kind.GAP));
    }

    @Test
    void neitherGapsNorTailsKeepTheOtherWaiting() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint gaps = stored(followed(A, 0, longAgo), longAgo, 60_000, 60_000);
        Checkpoint tail = stored(followed(B, 0, longAgo), longAgo, 0, 9);

        assertThat(plan(List.of(gaps, tail), Map.of(A, 60_010L, B, 70_000L)))
                .containsExactly(
                        new Fill(A, ids(0, 49_999), Kind.GAP),
                        new Fill(A, ids(60_001, 60_010), Kind.TAIL),
                        new Fill(A, ids(50_000, 59_999), Kind.GAP),
                        new Fill(B, ids(10, 50_009), Kind.TAIL),
                        new Fill(B, ids(50_010, 70_000), Kind.TAIL));
    }

    @Test
    void aClaimIsTakenOverWhenItHasExpiredAndIsNoGapBeforeOrAfter() {
        Checkpoint live = claimed(followed(A, 100), 100, 199, NOW.plusSeconds(1));
        Checkpoint expired = claimed(followed(A, 100), 100, 199, NOW);

        assertThat(plan(List.of(live), Map.of())).isEmpty();
        assertThat(plan(List.of(expired), Map.of()))
                .containsExactly(new TakeOver(expired.claims().getFirst()));
    }

    @Test
    void aClaimWhoseExpiryIsBeyondAnyClaimsLifeIsTakenOverNow() {
        Instant farAhead = NOW.plus(Claim.MAX_LIFE).plusSeconds(1);
        Checkpoint wrongClock = claimed(followed(A, 100), 100, 199, farAhead);

        assertThat(plan(List.of(wrongClock), Map.of())).hasSize(1);
    }

    @Test
    void deferredIdsWaitUntilTheirTimeAndTheRestOfTheGapDoesNot() {
        Checkpoint gap = stored(followed(A, 0), NOW, 100, 199);
        Checkpoint deferred =
                changed(
                        gap,
                        c ->
                                c.defer(
                                        List.of(
                                                new Deferral(
                                                        new TradeIdRange(40, 59),
                                                        Deferral.Reason.STEPPED_OVER,
                                                        NOW,
                                                        NOW.plusSeconds(60)))));

        assertThat(plan(List.of(deferred), Map.of()))
                .containsExactly(new Fill(A, ids(0, 39).plus(ids(60, 99)), Kind.GAP));
        assertThat(RepairPlanner.plan(List.of(deferred), Map.of(), STALE, NOW.plusSeconds(60)))
                .containsExactly(new Fill(A, ids(0, 99), Kind.GAP));
    }

    @Test
    void aDeferredTakeoverWaitsAsWell() {
        Checkpoint expired = claimed(followed(A, 100), 100, 199, NOW);
        Checkpoint deferred =
                changed(
                        expired,
                        c ->
                                c.defer(
                                        List.of(
                                                new Deferral(
                                                        new TradeIdRange(100, 199),
                                                        Deferral.Reason.WITHDRAWN,
                                                        NOW,
                                                        NOW.plusSeconds(30)))));

        assertThat(plan(List.of(deferred), Map.of())).isEmpty();
    }

    @Test
    void aStaleTailIsFetchedWhenNoListenerWritesAnything() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint stale = stored(followed(A, 100, longAgo), longAgo, 100, 199);

        assertThat(plan(List.of(stale), Map.of(A, 249L)))
                .containsExactly(new Fill(A, ids(200, 249), Kind.TAIL));
        assertThat(plan(List.of(stale), Map.of(A, 199L))).isEmpty();
        assertThat(plan(List.of(stale), Map.of())).isEmpty();
    }

    @Test
    void whatARepairHasJustArchivedDoesNotPassForAListener() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint stale = stored(followed(A, 100, longAgo), longAgo, 100, 199);
        Checkpoint other = stored(followed(B, 1), longAgo, 1, 9);
        Checkpoint noted = other.change().ahead(new Checkpoint.Ahead(10, NOW)).at(NOW);

        assertThat(plan(List.of(stale, noted), Map.of(A, 249L, B, 10L)))
                .containsExactly(
                        new Fill(A, ids(200, 249), Kind.TAIL), new Fill(B, ids(10, 10), Kind.TAIL));
    }

    @Test
    void theTailThatIsFurthestBehindComesFirst() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint behind = stored(followed(A, 100, longAgo), longAgo, 100, 199);
        Checkpoint further = stored(followed(B, 1), longAgo.minusSeconds(1), 1, 9);

        assertThat(plan(List.of(behind, further), Map.of(A, 249L, B, 10L)))
                .containsExactly(
                        new Fill(B, ids(10, 10), Kind.TAIL), new Fill(A, ids(200, 249), Kind.TAIL));
    }

    @Test
    void aListenerThatWritesIsNotSilent() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint stale = stored(followed(A, 100, longAgo), longAgo, 100, 199);
        Checkpoint other = stored(followed(B, 1), longAgo, 1, 9);

        assertThat(
                        plan(
                                List.of(stale, claimed(other, 10, 19, NOW.plusSeconds(20))),
                                Map.of(A, 249L)))
                .containsExactly(new NoteAhead(A, 249));
    }

    @Test
    void aSymbolNeverArchivedIsFetchedFromItsOrigin() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);

        assertThat(plan(List.of(followed(A, 100, longAgo)), Map.of(A, 149L)))
                .containsExactly(new Fill(A, ids(100, 149), Kind.TAIL));
    }

    @Test
    void whileTheListenerWritesOthersAQuietSymbolIsOnlyNotedFirst() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint quiet = stored(followed(A, 100, longAgo), longAgo, 100, 199);
        Checkpoint lively = stored(followed(B, 1), NOW, 1, 9);

        assertThat(plan(List.of(quiet, lively), Map.of(A, 200L)))
                .containsExactly(new NoteAhead(A, 200));
        Checkpoint noted = ahead(quiet, 200, NOW);
        assertThat(plan(List.of(noted, lively), Map.of(A, 205L))).isEmpty();
        Checkpoint notedLongAgo = ahead(quiet, 200, longAgo);
        assertThat(plan(List.of(notedLongAgo, lively), Map.of(A, 205L)))
                .containsExactly(new Fill(A, ids(200, 205), Kind.TAIL));
    }

    @Test
    void whatWasNotedOfIdsArchivedSinceDoesNotCount() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint quiet = stored(followed(A, 100, longAgo), longAgo, 100, 299);
        Checkpoint lively = stored(followed(B, 1), NOW, 1, 9);

        assertThat(plan(List.of(ahead(quiet, 200, longAgo), lively), Map.of(A, 300L)))
                .containsExactly(new NoteAhead(A, 300));
    }

    @Test
    void whatWasNotedOfIdsInAGapSaysNothingAboutTheTail() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint noted =
                ahead(stored(followed(A, 100, longAgo), longAgo, 100, 199), 205, longAgo);
        Checkpoint gap = stored(noted, longAgo, 210, 299);
        Checkpoint lively = stored(followed(B, 1), NOW, 1, 9);

        assertThat(plan(List.of(gap, lively), Map.of(A, 300L)))
                .containsExactly(new Fill(A, ids(200, 209), Kind.GAP), new NoteAhead(A, 300));
    }

    @Test
    void whoWritesAboutSymbolsThatNobodyFollowsIsNoListener() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint stale = stored(followed(A, 100, longAgo), longAgo, 100, 199);
        Checkpoint asked =
                stored(
                        Checkpoint.none(B).change().ask(new TradeIdRange(1, 19)).at(NOW),
                        NOW,
                        10,
                        19);

        assertThat(plan(List.of(stale, asked), Map.of(A, 249L)))
                .containsExactly(
                        new Fill(A, ids(200, 249), Kind.TAIL), new Fill(B, ids(1, 9), Kind.ASKED));
    }

    @Test
    void aTailIsStaleFromItsTimeOn() {
        Instant just = NOW.minus(STALE);
        Checkpoint stale = stored(followed(A, 100, just), just, 100, 199);
        Checkpoint fresh =
                stored(followed(A, 100, just), just.plusMillis(1), 100, 199).change().at(just);

        assertThat(plan(List.of(stale), Map.of(A, 249L))).hasSize(1);
        assertThat(plan(List.of(fresh), Map.of(A, 249L))).isEmpty();
    }

    @Test
    void aHeadOfTheFutureIsNotTakenForAFreshTail() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint soon = stored(followed(A, 100, longAgo), NOW.plusSeconds(2), 100, 199);
        Checkpoint future =
                stored(followed(A, 100, longAgo), NOW.plus(STALE).plusSeconds(1), 100, 199);

        assertThat(plan(List.of(ahead(soon, 200, longAgo)), Map.of(A, 205L))).isEmpty();
        assertThat(plan(List.of(ahead(future, 200, longAgo)), Map.of(A, 205L)))
                .containsExactly(new Fill(A, ids(200, 205), Kind.TAIL));
    }

    @Test
    void noTailIsFetchedOfASymbolThatIsFollowedNoLonger() {
        Instant longAgo = NOW.minus(STALE).minusSeconds(1);
        Checkpoint ended =
                stored(followed(A, 100, longAgo), longAgo, 100, 199)
                        .change()
                        .unfollow(249, longAgo)
                        .at(longAgo);

        assertThat(plan(List.of(ended), Map.of(A, 300L)))
                .containsExactly(new Fill(A, ids(200, 249), Kind.GAP));
    }

    @Test
    void absentIdsAreNoGap() {
        Checkpoint absent =
                changed(stored(followed(A, 0), NOW, 10, 19), c -> c.absent(new TradeIdRange(0, 9)));

        assertThat(plan(List.of(absent), Map.of())).isEmpty();
    }

    @Test
    void aPlanIsBoundedHoweverManyGapsThereAre() {
        Checkpoint years = changed(followed(A, 0), c -> c.ask(new TradeIdRange(0, 9_999_999_999L)));

        assertThat(plan(List.of(years), Map.of())).hasSize(RepairPlanner.MAX_TASKS);
        Checkpoint others = stored(followed(B, 0), NOW, 50_001, 50_001);
        assertThat(plan(List.of(years, others), Map.of()))
                .hasSize(RepairPlanner.MAX_TASKS)
                .startsWith(
                        new Fill(B, ids(0, 49_999), Kind.GAP),
                        new Fill(B, ids(50_000, 50_000), Kind.GAP));
    }

    @Test
    void aGapIsLookedForInDumpsFromItsSizeOn() {
        Checkpoint gap = stored(stored(followed(A, 0), NOW, 99, 99), NOW, 200, 200);

        assertThat(RepairPlanner.plan(List.of(gap), Map.of(), STALE, 100, Map.of(), NOW))
                .containsExactly(
                        new FillByDump(A, new TradeIdRange(100, 199)),
                        new Fill(A, ids(0, 98).plus(ids(100, 199)), Kind.GAP));
    }

    @Test
    void leftIsWhatIsWantedAndNotSettledWithClaims() {
        Checkpoint open = claimed(stored(followed(A, 0), NOW, 50, 99), 10, 19, NOW.plusSeconds(60));

        assertThat(RepairPlanner.left(open)).isEqualTo(ids(0, 49));
    }

    private static List<RepairTask> plan(List<Checkpoint> checkpoints, Map<Symbol, Long> heads) {
        return RepairPlanner.plan(checkpoints, heads, STALE, NOW);
    }

    private static List<RepairTask> plan(
            List<Checkpoint> checkpoints, Map<Symbol, Long> heads, Map<Symbol, Coverage> backlog) {
        return RepairPlanner.plan(checkpoints, heads, STALE, Long.MAX_VALUE, backlog, NOW);
    }

    private static Checkpoint followed(Symbol symbol, long origin) {
        return followed(symbol, origin, NOW);
    }

    private static Checkpoint followed(Symbol symbol, long origin, Instant when) {
        return Checkpoint.none(symbol).change().follow(origin).at(when);
    }

    private static Checkpoint stored(Checkpoint checkpoint, Instant when, long first, long last) {
        Claim claim = claim(checkpoint.symbol(), first, last, when, when.plusSeconds(60));
        Checkpoint claimed = checkpoint.change().claim(claim).at(when);
        return claimed.change().commit(Set.of(claim.id())).at(when);
    }

    private static Checkpoint claimed(
            Checkpoint checkpoint, long first, long last, Instant expires) {
        return checkpoint
                .change()
                .claim(claim(checkpoint.symbol(), first, last, NOW, expires))
                .at(NOW);
    }

    private static Claim claim(
            Symbol symbol, long first, long last, Instant traded, Instant expires) {
        long time = Trade.micros(traded);
        BatchKey key = new BatchKey(symbol, time, time, new TradeIdRange(first, last));
        return new Claim(first + "-" + last, key, "listener", expires);
    }

    private static Checkpoint ahead(Checkpoint checkpoint, long id, Instant since) {
        return checkpoint
                .change()
                .ahead(new Checkpoint.Ahead(id, since))
                .at(checkpoint.updatedAt());
    }

    private static Checkpoint changed(Checkpoint checkpoint, UnaryOperator<CheckpointChange> how) {
        return how.apply(checkpoint.change()).at(checkpoint.updatedAt());
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }
}
