package io.gapless.archive;

import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of one symbol: which ids are settled, which somebody is writing, which are wanted.
///
/// A value, exactly as stores keep it: times are those of [StoredTime#cut]. A [#change] makes the next
/// version, which [Checkpoints#write] stores only over the version it was made from. Two things always
/// hold: claims overlap neither each other nor anything stored, and `absent` is part of `archived`.
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
    public record Ahead(long id, Instant since) {
        public Ahead {
            if (id < 0) {
                throw new IllegalArgumentException("the exchange had trade id " + id);
            }
            since = StoredTime.cut(since);
        }
    }

    public Checkpoint {
        if (version < 0) {
            throw new IllegalStateException("version %d of %s".formatted(version, symbol));
        }
        claims = claims.stream().sorted(Comparator.comparing(Claim::range)).toList();
        deferred = List.copyOf(deferred);
        headTime = StoredTime.cut(headTime);
        updatedAt = StoredTime.cut(updatedAt);
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

    /// Wanted ids that nobody has and nobody writes: of followed ones those up to the highest one
    /// taken (or `head`, if that is higher), and all that were asked for. An expired claim is no gap:
    /// it is taken over as it is.
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
        for (Claim claim : claims) {
            if (claim.id().equals(id)) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
    }

    /// Whether a claim would leave one hole more than the limit allows.
    ///
    /// @param taken what is taken by now, claims about to be made included
    public boolean isTooFragmentedFor(TradeIdRange range, Coverage taken) {
        Coverage before = archived.plus(taken);
        int ranges = before.plus(range).rangeCount();
        boolean atTail = before.span().map(span -> range.first() > span.last()).orElse(true);
        return ranges > before.rangeCount() && ranges > (atTail ? MAX_RANGES_AT_TAIL : MAX_RANGES);
    }

    /// Starts a change of this checkpoint; any number of steps make one new version.
    public CheckpointChange change() {
        return new CheckpointChange(this);
    }
}
