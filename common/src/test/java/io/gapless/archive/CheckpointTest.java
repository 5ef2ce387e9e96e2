package io.gapless.archive;

import static io.gapless.archive.SampleCheckpoints.followed;
import static io.gapless.archive.SampleCheckpoints.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final Symbol SYMBOL = SampleTrades.SYMBOL;
    private static final Instant NOW = SampleCheckpoints.NOW;
    private static final OptionalLong NO_HEAD = OptionalLong.empty();

    @Test
    void anUnknownSymbolHoldsAndWantsNothing() {
        Checkpoint none = Checkpoint.none(SYMBOL);
        assertThat(none.version()).isZero();
        assertThat(none.taken().isEmpty()).isTrue();
        assertThat(none.lastTaken()).isEmpty();
        assertThat(none.completeThrough()).isEmpty();
        assertThat(none.gaps(OptionalLong.of(1_000))).isEmpty();
    }

    @Test
    void everyChangeIsOneVersionHoweverManySteps() {
        Checkpoint next =
                followed(1).change().claim(claim("a", 1, 5)).claim(claim("b", 6, 9)).at(NOW);
        assertThat(next.version()).isEqualTo(2);
        assertThat(next.updatedAt()).isEqualTo(NOW);
    }

    @Test
    void claimsMayNotOverlapWhatIsStored() {
        Checkpoint stored = stored(followed(1), 1, 10);
        assertThatIllegalStateException()
                .isThrownBy(() -> stored.change().claim(claim("b", 10, 20)).at(NOW))
                .withMessageContaining(
                        "checkpoint of BTCUSDT, version 4: the claim of 10..20 overlaps");
    }

    @Test
    void claimsMayNotOverlapEachOther() {
        Checkpoint claimed = followed(1).change().claim(claim("a", 1, 10)).at(NOW);
        for (TradeIdRange range :
                List.of(range(10, 20), range(0, 1), range(5, 5), range(0, 99), range(1, 10))) {
            assertThatIllegalStateException()
                    .isThrownBy(() ->
                            claimed.change()
                                    .claim(claim("b", range.first(), range.last()))
                                    .at(NOW));
        }
        assertThat(claimed.change().claim(claim("b", 11, 20)).at(NOW).claims()).hasSize(2);
    }

    @Test
    void anExpiredClaimStillKeepsItsIds() {
        Checkpoint claimed = followed(1).change().claim(claim("a", 1, 10)).at(NOW);
        Instant late = NOW.plus(Duration.ofDays(1));
        assertThat(claimed.expiredClaims(late)).hasSize(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> claimed.change().claim(claim("b", 5, 5)).at(late));
    }

    @Test
    void claimsAreKeptInTheOrderOfTheirIds() {
        Checkpoint claimed =
                followed(1)
                        .change()
                        .claim(claim("c", 21, 30))
                        .claim(claim("a", 1, 10))
                        .claim(claim("b", 11, 20))
                        .at(NOW);
        assertThat(claimed.claims()).map(Claim::id).containsExactly("a", "b", "c");
        assertThat(claimed.claim("b")).map(Claim::range).contains(range(11, 20));
        assertThat(claimed.claim("z")).isEmpty();
        assertThat(claimed.claimed()).isEqualTo(Coverage.of(range(1, 30)));
    }

    @Test
    void absentIdsThatAreNotSettledAreAContradiction() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new Checkpoint(
                                SYMBOL,
                                1,
                                Coverage.of(range(1, 10)),
                                List.of(),
                                Coverage.of(range(10, 11)),
                                Wanted.NOTHING,
                                List.of(),
                                Optional.empty(),
                                NOW,
                                NOW))
                .withMessageContaining("absent ids [11] are not settled");
    }

    @Test
    void itIsCompleteThroughTheFirstUnsettledId() {
        Checkpoint checkpoint = followed(1);
        assertThat(checkpoint.completeThrough()).isEmpty();
        checkpoint = stored(checkpoint, 5, 9);
        assertThat(checkpoint.completeThrough()).isEmpty();
        checkpoint = stored(checkpoint, 1, 3);
        assertThat(checkpoint.completeThrough()).hasValue(3);
        checkpoint = checkpoint.change().claim(claim("x", 4, 4)).at(NOW);
        assertThat(checkpoint.completeThrough()).hasValue(3);
        checkpoint = checkpoint.change().commit(Set.of("x")).at(NOW);
        assertThat(checkpoint.completeThrough()).hasValue(9);
        checkpoint = checkpoint.change().absent(range(10, 10)).at(NOW);
        assertThat(checkpoint.completeThrough()).hasValue(10);
    }

    @Test
    void committingTwiceIsCommittingOnce() {
        Checkpoint claimed =
                followed(1).change().claim(claim("a", 1, 10)).claim(claim("b", 11, 20)).at(NOW);
        Checkpoint once = claimed.change().commit(Set.of("a")).at(NOW);
        Checkpoint twice = once.change().commit(Set.of("a")).at(NOW);
        assertThat(twice).usingRecursiveComparison().ignoringFields("version").isEqualTo(once);
        assertThat(once.stored()).isEqualTo(Coverage.of(range(1, 10)));
        assertThat(once.claims()).map(Claim::id).containsExactly("b");
    }

    @Test
    void committingWhatWasNeverClaimedArchivesNothing() {
        Checkpoint checkpoint = followed(1).change().commit(Set.of("stranger")).at(NOW);
        assertThat(checkpoint.archived().isEmpty()).isTrue();
    }

    @Test
    void theHeadTimeIsThatOfTheHighestIdWhateverTheOrderOfCommits() {
        Claim low = claimAt("low", 1, 10, NOW);
        Claim high = claimAt("high", 11, 20, NOW.plusSeconds(60));
        Checkpoint both = followed(1).change().claim(low).claim(high).at(NOW);
        Checkpoint highFirst = both.change().commit(Set.of("high")).at(NOW);
        assertThat(highFirst.headTime()).isEqualTo(NOW.plusSeconds(60));
        Checkpoint thenLow = highFirst.change().commit(Set.of("low")).at(NOW);
        assertThat(thenLow.headTime()).isEqualTo(NOW.plusSeconds(60));
        assertThat(both.change().commit(Set.of("low", "high")).at(NOW).headTime())
                .isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void aReleasedClaimsIdsAreAGapAgain() {
        Checkpoint claimed = stored(followed(1), 1, 10).change().claim(claim("b", 11, 20)).at(NOW);
        Checkpoint released = claimed.change().release(Set.of("b", "stranger")).at(NOW);
        assertThat(released.claims()).isEmpty();
        assertThat(released.gaps(OptionalLong.of(20))).containsExactly(followedGap(11, 20));
    }

    @Test
    void onlyAClaimThatIsStillThereIsRenewed() {
        Checkpoint claimed = followed(1).change().claim(claim("a", 1, 10)).at(NOW);
        Instant until = NOW.plusSeconds(300);
        Checkpoint renewed = claimed.change().renew(Set.of("a", "gone"), until).at(NOW);
        assertThat(renewed.claims()).map(Claim::expires).containsExactly(until);
        assertThat(renewed.claims()).map(Claim::key).containsExactly(claim("a", 1, 10).key());
    }

    @Test
    void aTradeThatTurnsUpEndsTheAbsenceOfItsId() {
        Checkpoint absent =
                stored(stored(followed(1), 1, 10), 14, 20).change().absent(range(11, 13)).at(NOW);
        assertThat(absent.absent()).isEqualTo(Coverage.of(range(11, 13)));
        assertThat(absent.stored().contains(11)).isFalse();

        Checkpoint claimed = absent.change().claim(claim("found", 12, 12)).at(NOW);
        assertThat(claimed.absent()).isEqualTo(Coverage.of(List.of(range(11, 11), range(13, 13))));
        assertThat(claimed.archived().contains(12)).isFalse();
        assertThat(claimed.gaps(NO_HEAD)).isEmpty();

        Checkpoint committed = claimed.change().commit(Set.of("found")).at(NOW);
        assertThat(committed.stored().contains(12)).isTrue();
        assertThat(committed.completeThrough()).hasValue(20);
    }

    @Test
    void aClaimOverAbsentAndOpenIdsTakesBoth() {
        Checkpoint absent = stored(followed(1), 1, 10).change().absent(range(11, 13)).at(NOW);
        Checkpoint claimed = absent.change().claim(claim("b", 12, 20)).at(NOW);
        assertThat(claimed.absent()).isEqualTo(Coverage.of(range(11, 11)));
        assertThat(claimed.archived()).isEqualTo(Coverage.of(range(1, 11)));
    }

    @Test
    void whatIsTakenInTheMeantimeIsNotAbsent() {
        Checkpoint taken = stored(followed(1), 1, 10).change().claim(claim("b", 13, 14)).at(NOW);
        Checkpoint absent = taken.change().absent(range(9, 15)).at(NOW);
        assertThat(absent.absent()).isEqualTo(Coverage.of(List.of(range(11, 12), range(15, 15))));
        assertThat(absent.stored()).isEqualTo(Coverage.of(range(1, 10)));
        assertThat(absent.claims()).hasSize(1);
    }

    @Test
    void anIdThatTheExchangeHadAheadIsForgottenWhenItIsSettled() {
        Checkpoint.Ahead seen = new Checkpoint.Ahead(15, NOW.minusSeconds(60));
        Checkpoint behind = stored(followed(1), 1, 10).change().ahead(seen).at(NOW);
        assertThat(behind.ahead()).contains(seen);
        assertThat(stored(behind, 11, 14).ahead()).contains(seen);
        assertThat(stored(behind, 11, 15).ahead()).isEmpty();
    }

    @Test
    void aHoleBeyondTheLimitWaitsButTheTailGoesOn() {
        Checkpoint pieces = SampleCheckpoints.inPieces(SYMBOL, Checkpoint.MAX_RANGES);
        long firstHole = 3_000_000_901L;
        long lastId = pieces.lastTaken().getAsLong();
        assertThat(pieces.isTooFragmentedFor(range(firstHole + 10, firstHole + 20), pieces.taken()))
                .isTrue();
        assertThat(pieces.isTooFragmentedFor(range(lastId + 5, lastId + 9), pieces.taken()))
                .as("a new hole at the tail")
                .isFalse();
        assertThat(pieces.isTooFragmentedFor(range(lastId + 1, lastId + 9), pieces.taken()))
                .isFalse();
        assertThat(pieces.isTooFragmentedFor(range(firstHole, firstHole + 20), pieces.taken()))
                .as("a hole that gets smaller")
                .isFalse();

        Checkpoint more = SampleCheckpoints.inPieces(SYMBOL, Checkpoint.MAX_RANGES_AT_TAIL);
        long end = more.lastTaken().getAsLong();
        assertThat(more.isTooFragmentedFor(range(end + 5, end + 9), more.taken())).isTrue();
        assertThat(more.isTooFragmentedFor(range(end + 1, end + 9), more.taken())).isFalse();
    }

    @Test
    void aHoleUpToTheLimitDoesNotWait() {
        Checkpoint middle = SampleCheckpoints.inPieces(SYMBOL, Checkpoint.MAX_RANGES - 1);
        assertThat(middle.isTooFragmentedFor(range(3_000_000_911L, 3_000_000_920L), middle.taken()))
                .isFalse();
        Checkpoint tail = SampleCheckpoints.inPieces(SYMBOL, Checkpoint.MAX_RANGES_AT_TAIL - 1);
        long end = tail.lastTaken().getAsLong();
        assertThat(tail.isTooFragmentedFor(range(end + 5, end + 9), tail.taken())).isFalse();
    }

    @Test
    void whatLeavesNoFurtherHoleDoesNotWaitHoweverManyThereAre() {
        Checkpoint pieces = SampleCheckpoints.inPieces(SYMBOL, Checkpoint.MAX_RANGES + 5);
        assertThat(pieces.isTooFragmentedFor(range(3_000_000_901L, 3_000_000_920L), pieces.taken()))
                .isFalse();
    }

    @Test
    void aClaimIsNoLargerThanOneRunOfTheRepairCanBuild() {
        assertThat(claim("a", 1, 50_000).range().size()).isEqualTo(Claim.MAX_TRADES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claim("a", 1, 50_001))
                .withMessageContaining("BTCUSDT 1..50001 has 50001 ids, more than 50000");
    }

    @Test
    void aClaimExpiresAtItsTimeAndWhenThatIsTooFarAheadToBeTrue() {
        Claim claim = claim("a", 1, 2);
        Instant expires = claim.expires();
        assertThat(claim.isExpired(expires.minusNanos(1))).isFalse();
        assertThat(claim.isExpired(expires)).isTrue();
        assertThat(claim.isExpired(expires.minus(Claim.MAX_LIFE))).isFalse();
        assertThat(claim.isExpired(expires.minus(Claim.MAX_LIFE).minusNanos(1))).isTrue();
    }

    private static Claim claim(String id, long first, long last) {
        return SampleCheckpoints.claim(SYMBOL, id, first, last);
    }

    private static Claim claimAt(String id, long first, long last, Instant lastTime) {
        long micros = Trade.micros(lastTime);
        return new Claim(
                id,
                new BatchKey(SYMBOL, micros, micros, range(first, last)),
                "test",
                NOW.plusSeconds(60));
    }

    private static Gap followedGap(long first, long last) {
        return new Gap(range(first, last), Gap.Kind.FOLLOWED);
    }

    private static TradeIdRange range(long first, long last) {
        return new TradeIdRange(first, last);
    }
}
