package io.gapless.archive;

import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What is known of one symbol: which ids are settled, which somebody is writing, which are wanted.
///
/// A value. Changing it makes the next version, which [Checkpoints#write] stores only over the
/// version it was made from. Two things always hold: claims overlap neither each other nor anything
/// stored, and `absent` is part of `archived`.
///
/// @param version 0 for a checkpoint that was never stored, one more at each write
/// @param archived settled ids: stored, or absent
/// @param claims ranges somebody is writing, in ascending order
/// @param absent ids shown never to have existed; a trade that turns up all the same wins
/// @param deferred what repairs remember of ranges they could not fill
/// @param ahead an id that the exchange had while the archive did not, and since when
/// @param headTime trade time of the highest archived id; [Instant#EPOCH] before the first
/// @param updatedAt when this version was made, by its writer's clock
public record Checkpoint(
        Symbol symbol,
        long version,
        Coverage archived,
        List<Claim> claims,
        Coverage absent,
        Wanted wanted,
        List<Deferral> deferred,
        Optional<Ahead> ahead,
        Instant headTime,
        Instant updatedAt) {
    /// Most ranges in `archived` and `claims` together before a claim that would leave a further
    /// hole in the middle has to wait. A range takes about 20 bytes of an item of at most 400 kB.
    public static final int MAX_RANGES = 4_000;

    /// The same for claims at the tail, which must go on when the middle is in pieces.
    public static final int MAX_RANGES_AT_TAIL = 5_000;

    /// The exchange had `id` at `since`, and the archive did not.
    public record Ahead(long id, Instant since) {}

    public Checkpoint {
        claims = claims.stream().sorted(Comparator.comparing(Claim::range)).toList();
        deferred = List.copyOf(deferred);
        Coverage stored = archived.minus(absent);
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (stored.overlaps(claim.range())
                    || (i > 0 && claims.get(i - 1).range().overlaps(claim.range()))) {
                throw new IllegalStateException(
                        "checkpoint of %s, version %d: the claim of %s overlaps what is archived or claimed"
                                .formatted(symbol, version, claim.range()));
            }
        }
        if (!absent.minus(archived).isEmpty()) {
            throw new IllegalStateException(
                    "checkpoint of %s, version %d: absent ids %s are not settled"
                            .formatted(symbol, version, absent.minus(archived)));
        }
    }

    /// The checkpoint of a symbol that has none yet, never stored.
    public static Checkpoint none(Symbol symbol) {
        return new Checkpoint(
                symbol,
                0,
                Coverage.EMPTY,
                List.of(),
                Coverage.EMPTY,
                Wanted.NOTHING,
                List.of(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    /// Ids that are in an object.
    public Coverage stored() {
        return archived.minus(absent);
    }

    /// Ids under a claim, live or expired.
    public Coverage claimed() {
        return Coverage.of(claims.stream().map(Claim::range).toList());
    }

    /// Ids that nobody may claim: stored, or under a claim.
    public Coverage taken() {
        return stored().plus(claimed());
    }

    /// The highest id that is settled or claimed.
    public OptionalLong lastTaken() {
        return archived.plus(claimed())
                .span()
                .map(span -> OptionalLong.of(span.last()))
                .orElse(OptionalLong.empty());
    }

    /// Every id from the origin to this one is settled. Empty before the first, or when the symbol
    /// is not followed.
    public OptionalLong completeThrough() {
        if (wanted.followedFrom().isEmpty()) {
            return OptionalLong.empty();
        }
        return archived.rangeHolding(wanted.followedFrom().getAsLong())
                .map(range -> OptionalLong.of(range.last()))
                .orElse(OptionalLong.empty());
    }

    /// Wanted ids up to the highest one taken (or `head`, if that is higher) that nobody has and
    /// nobody writes. An expired claim is no gap: it is taken over as it is.
    public List<Gap> gaps(OptionalLong head) {
        Coverage open = archived.plus(claimed());
        long last = Math.max(lastTaken().orElse(-1), head.orElse(-1));
        Coverage followed = wanted.followed(last).minus(open);
        Coverage asked = wanted.asked().minus(open).minus(followed);
        List<Gap> gaps = new ArrayList<>();
        followed.ranges().forEach(range -> gaps.add(new Gap(range, Gap.Kind.FOLLOWED)));
        asked.ranges().forEach(range -> gaps.add(new Gap(range, Gap.Kind.ASKED)));
        return gaps;
    }

    public List<Claim> expiredClaims(Instant now) {
        return claims.stream().filter(claim -> claim.isExpired(now)).toList();
    }

    public Optional<Claim> claim(String id) {
        return claims.stream().filter(claim -> claim.id().equals(id)).findAny();
    }

    /// Whether these claims would cut the archived ids into more ranges than the limit.
    public boolean isTooFragmentedFor(List<Claim> more) {
        Coverage before = archived.plus(claimed());
        Coverage after = before;
        for (Claim claim : more) {
            after = after.plus(claim.range());
        }
        boolean atTail =
                before.span().isEmpty()
                        || more.stream()
                                .allMatch(c -> c.range().first() > before.span().get().last());
        return after.rangeCount() > before.rangeCount()
                && after.rangeCount() > (atTail ? MAX_RANGES_AT_TAIL : MAX_RANGES);
    }

    /// Adds claims. Ids that were absent are no longer: a trade has turned up.
    ///
    /// @throws IllegalStateException when one overlaps what is stored or claimed
    public Checkpoint withClaims(List<Claim> more, Instant now) {
        Coverage range = Coverage.of(more.stream().map(Claim::range).toList());
        Coverage foundAfterAll = absent.intersect(range);
        return next(
                now,
                draft -> {
                    draft.claims.addAll(more);
                    draft.absent = absent.minus(foundAfterAll);
                    draft.archived = archived.minus(foundAfterAll);
                });
    }

    /// Moves claims to `archived`. Claims that are not there any more are passed over.
    ///
    /// @param claimIds claims whose objects are in the archive
    public Checkpoint withCommitted(Set<String> claimIds, Instant now) {
        return next(
                now,
                draft -> {
                    for (Claim claim : claims) {
                        if (claimIds.contains(claim.id())) {
                            draft.claims.remove(claim);
                            draft.archive(claim);
                        }
                    }
                });
    }

    /// Takes claims away whose key holds a void: their ids are to be claimed again, in other borders.
    public Checkpoint withReleased(Set<String> claimIds, Instant now) {
        return next(now, draft -> draft.claims.removeIf(c -> claimIds.contains(c.id())));
    }

    /// Moves the expiry of claims that are still there.
    public Checkpoint withRenewed(Set<String> claimIds, Instant until, Instant now) {
        return next(
                now,
                draft ->
                        draft.claims.replaceAll(
                                c -> claimIds.contains(c.id()) ? c.renewed(until) : c));
    }

    /// Records ids as never having existed. What is taken in the meantime stays taken.
    public Checkpoint withAbsent(TradeIdRange range, Instant now) {
        Coverage nobodys = Coverage.of(range).minus(archived).minus(claimed());
        return next(
                now,
                draft -> {
                    draft.absent = absent.plus(nobodys);
                    draft.archived = archived.plus(nobodys);
                });
    }

    /// Follows the symbol from `origin` on; without effect if it is followed already.
    public Checkpoint withFollowed(long origin, Instant now) {
        return next(now, draft -> draft.wanted = wanted.follow(origin));
    }

    /// Ends following; what was wanted up to `lastId` stays wanted.
    public Checkpoint withUnfollowed(long lastId, Instant now) {
        return next(now, draft -> draft.wanted = wanted.unfollow(lastId));
    }

    public Checkpoint withAsked(TradeIdRange range, Instant now) {
        return next(now, draft -> draft.wanted = wanted.ask(range));
    }

    /// Withdraws asked-for ids.
    public Checkpoint withoutAsked(Coverage withdrawn, Instant now) {
        return next(now, draft -> draft.wanted = wanted.withoutAsked(withdrawn));
    }

    /// Remembers why ranges could not be filled, in place of what was remembered of them before.
    public Checkpoint withDeferred(Collection<Deferral> more, Instant now) {
        return next(
                now,
                draft -> {
                    for (Deferral d : more) {
                        draft.deferred.removeIf(old -> old.range().overlaps(d.range()));
                        draft.deferred.add(d);
                    }
                });
    }

    public Checkpoint withAhead(Ahead seen, Instant now) {
        return next(now, draft -> draft.ahead = Optional.of(seen));
    }

    private Checkpoint next(Instant now, java.util.function.Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.toCheckpoint(now);
    }

    /// The next version in the making.
    private static final class Draft {
        private final Checkpoint from;
        private final List<Claim> claims;
        private final List<Deferral> deferred;
        private Coverage archived;
        private Coverage absent;
        private Wanted wanted;
        private Optional<Ahead> ahead;
        private Instant headTime;

        Draft(Checkpoint from) {
            this.from = from;
            claims = new ArrayList<>(from.claims);
            deferred = new ArrayList<>(from.deferred);
            archived = from.archived;
            absent = from.absent;
            wanted = from.wanted;
            ahead = from.ahead;
            headTime = from.headTime;
        }

        void archive(Claim claim) {
            boolean isHead = archived.span().map(s -> s.last() < claim.range().last()).orElse(true);
            archived = archived.plus(claim.range());
            if (isHead) {
                headTime = io.gapless.trade.Trade.instant(claim.key().lastTime());
            }
        }

        Checkpoint toCheckpoint(Instant now) {
            Coverage settled = archived;
            deferred.removeIf(d -> settled.contains(d.range()));
            deferred.sort(Comparator.comparing(Deferral::range));
            boolean caughtUp = ahead.filter(a -> settled.contains(a.id())).isPresent();
            return new Checkpoint(
                    from.symbol,
                    from.version + 1,
                    archived,
                    claims,
                    absent,
                    wanted,
                    deferred.stream().limit(Deferral.MAX_PER_SYMBOL).toList(),
                    caughtUp ? Optional.empty() : ahead,
                    headTime,
                    now);
        }
    }
}
