package io.gapless.archive;

import io.gapless.trade.Coverage;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The next version of a checkpoint in the making: any number of steps, then [#at].
///
/// Steps that find their work done already are without effect, so that a change can be made again
/// over what somebody else has stored in the meantime. Used by one thread, once.
public final class CheckpointChange {
    private final Checkpoint from;
    private final List<Claim> claims;
    private final Deferrals deferred;
    private Coverage archived;
    private Coverage absent;
    private Wanted wanted;
    private Optional<Checkpoint.Ahead> ahead;
    private Instant headTime;

    CheckpointChange(Checkpoint from) {
        this.from = from;
        claims = new ArrayList<>(from.claims());
        deferred = new Deferrals(from.deferred());
        archived = from.archived();
        absent = from.absent();
        wanted = from.wanted();
        ahead = from.ahead();
        headTime = from.headTime();
    }

    /// Adds a claim. Ids that were absent are so no longer: a trade has turned up.
    public CheckpointChange claim(Claim claim) {
        Coverage foundAfterAll = absent.intersect(Coverage.of(claim.range()));
        claims.add(claim);
        deferred.forget(claim.range());
        absent = absent.minus(foundAfterAll);
        archived = archived.minus(foundAfterAll);
        return this;
    }

    /// Moves claims to `archived`. Those that are not there any more are passed over.
    ///
    /// @param claimIds claims whose objects, with rows, are in the archive
    public CheckpointChange commit(Set<String> claimIds) {
        for (Claim claim : List.copyOf(claims)) {
            if (claimIds.contains(claim.id())) {
                claims.remove(claim);
                if (archived.span().map(s -> s.last() < claim.range().last()).orElse(true)) {
                    headTime = Trade.instant(claim.key().lastTime());
                }
                archived = archived.plus(claim.range());
            }
        }
        return this;
    }

    /// Takes away claims whose key holds a void: their ids are to be claimed again, under other keys.
    public CheckpointChange release(Set<String> claimIds) {
        for (Claim claim : List.copyOf(claims)) {
            if (claimIds.contains(claim.id())) {
                claims.remove(claim);
                // It said why the claim could not be built. Most of its ids may be had at once.
                deferred.forget(claim.range());
            }
        }
        return this;
    }

    /// Moves the expiry of those claims that are still there.
    public CheckpointChange renew(Set<String> claimIds, Instant until) {
        claims.replaceAll(claim -> claimIds.contains(claim.id()) ? claim.renewed(until) : claim);
        return this;
    }

    /// Records ids as never having existed. What is taken in the meantime stays taken.
    public CheckpointChange absent(TradeIdRange range) {
        Coverage nobodys = Coverage.of(range).minus(archived).minus(claimed());
        absent = absent.plus(nobodys);
        archived = archived.plus(nobodys);
        return this;
    }

    /// Follows the symbol from `origin` on; without effect if it is followed already.
    public CheckpointChange follow(long origin) {
        wanted = wanted.follow(origin);
        return this;
    }

    /// Ends following; what was wanted up to `lastId` stays wanted. Without effect if it is not
    /// followed.
    public CheckpointChange unfollow(long lastId, Instant at) {
        wanted = wanted.unfollow(lastId, at);
        return this;
    }

    /// Wants a range because an ad-hoc backfill asks for it.
    public CheckpointChange ask(TradeIdRange range) {
        wanted = wanted.ask(range);
        return this;
    }

    /// Withdraws asked-for ids.
    public CheckpointChange withdraw(Coverage ids) {
        wanted = wanted.withoutAsked(ids);
        return this;
    }

    /// Remembers why ranges could not be filled, in place of what was remembered of them before.
    public CheckpointChange defer(Collection<Deferral> more) {
        more.forEach(deferred::remember);
        return this;
    }

    /// Remembers that the exchange had an id that the archive lacked.
    public CheckpointChange ahead(Checkpoint.Ahead seen) {
        ahead = Optional.of(seen);
        return this;
    }

    /// The next version.
    ///
    /// @param now by the clock of whoever is going to write it
    /// @throws IllegalStateException when a claim overlaps what is stored or claimed
    public Checkpoint at(Instant now) {
        boolean caughtUp = ahead.filter(seen -> archived.contains(seen.id())).isPresent();
        return new Checkpoint(
                from.symbol(),
                from.version() + 1,
                archived,
                claims,
                absent,
                wanted,
                deferred.kept(archived, claimed()),
                caughtUp ? Optional.empty() : ahead,
                headTime,
                now);
    }

    private Coverage claimed() {
        return Coverage.of(claims.stream().map(Claim::range).toList());
    }
}
