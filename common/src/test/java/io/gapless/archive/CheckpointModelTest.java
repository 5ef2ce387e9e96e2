package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random changes of a checkpoint, beside a model that holds every id by itself.
class CheckpointModelTest {
    private static final int IDS = 120;
    private static final Instant NOW = SampleCheckpoints.NOW;

    private final TreeSet<Long> stored = new TreeSet<>();
    private final TreeSet<Long> absent = new TreeSet<>();
    private final Map<String, Set<Long>> claims = new TreeMap<>();
    private final TreeSet<Long> followedBefore = new TreeSet<>();
    private final TreeSet<Long> asked = new TreeSet<>();
    private OptionalLong origin = OptionalLong.empty();

    @ParameterizedTest
    @MethodSource("io.gapless.trade.Seeds#seeds")
    void anyRowOfChangesAgreesWithSetsOfIds(long seed) {
        RandomGenerator random = Seeds.random(seed);
        Checkpoint checkpoint = Checkpoint.none(SampleTrades.SYMBOL);
        for (int step = 1; step <= 500; step++) {
            checkpoint = step(checkpoint, step, random);
            assertThat(checkpoint.version()).isEqualTo(step);
            agrees(checkpoint, OptionalLong.of(random.nextInt(IDS)));
            agrees(checkpoint, OptionalLong.empty());
        }
    }

    private Checkpoint step(Checkpoint checkpoint, int step, RandomGenerator random) {
        TradeIdRange range = range(random);
        CheckpointChange change = checkpoint.change();
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                Set<Long> ids = ids(range);
                boolean isFree = Collections.disjoint(ids, taken());
                String id = "claim" + step;
                Claim claim =
                        SampleCheckpoints.claim(
                                SampleTrades.SYMBOL, id, range.first(), range.last());
                if (isFree) {
                    change.claim(claim);
                    claims.put(id, ids);
                    absent.removeAll(ids);
                } else {
                    refuses(checkpoint, claim);
                }
            }
            case 3, 4 -> {
                Set<String> some = someClaims(random);
                change.commit(some);
                some.forEach(id -> {
                    if (claims.containsKey(id)) {
                        stored.addAll(claims.remove(id));
                    }
                });
            }
            case 5 -> {
                Set<String> some = someClaims(random);
                change.release(some);
                some.forEach(claims::remove);
            }
            case 6 -> {
                change.absent(range);
                TreeSet<Long> nobodys = ids(range);
                nobodys.removeAll(taken());
                absent.addAll(nobodys);
            }
            case 7 -> {
                change.ask(range);
                asked.addAll(ids(range));
            }
            case 8 -> {
                change.withdraw(Coverage.of(range));
                asked.removeAll(ids(range));
            }
            default -> {
                if (random.nextBoolean()) {
                    change.follow(range.first());
                    origin = origin.isPresent() ? origin : OptionalLong.of(range.first());
                } else {
                    change.unfollow(range.last(), NOW);
                    origin.ifPresent(from -> {
                        for (long id = from; id <= range.last(); id++) {
                            followedBefore.add(id);
                        }
                    });
                    origin = OptionalLong.empty();
                }
            }
        }
        return change.at(NOW);
    }

    private void agrees(Checkpoint checkpoint, OptionalLong head) {
        assertThat(ids(checkpoint.stored())).isEqualTo(stored);
        assertThat(ids(checkpoint.absent())).isEqualTo(absent);
        TreeSet<Long> settled = new TreeSet<>(stored);
        settled.addAll(absent);
        assertThat(ids(checkpoint.archived())).isEqualTo(settled);
        assertThat(ids(checkpoint.taken())).isEqualTo(taken());

        TreeSet<Long> open = new TreeSet<>(settled);
        claims.values().forEach(open::addAll);
        long last = Math.max(head.orElse(-1), open.isEmpty() ? -1 : open.last());
        TreeSet<Long> followed = new TreeSet<>(followedBefore);
        for (long id = origin.orElse(IDS); id <= last; id++) {
            followed.add(id);
        }
        followed.removeAll(open);
        TreeSet<Long> onlyAsked = new TreeSet<>(asked);
        onlyAsked.removeAll(open);
        onlyAsked.removeAll(followed);
        assertThat(gaps(checkpoint, head, Gap.Kind.FOLLOWED)).isEqualTo(followed);
        assertThat(gaps(checkpoint, head, Gap.Kind.ASKED)).isEqualTo(onlyAsked);

        long complete = origin.orElse(0);
        while (settled.contains(complete)) {
            complete++;
        }
        boolean isBegun = origin.isPresent() && complete > origin.getAsLong();
        assertThat(checkpoint.completeThrough())
                .isEqualTo(isBegun ? OptionalLong.of(complete - 1) : OptionalLong.empty());
    }

    private static void refuses(Checkpoint checkpoint, Claim claim) {
        try {
            checkpoint.change().claim(claim).at(NOW);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("overlaps what is archived or claimed");
            return;
        }
        throw new AssertionError("claimed twice: " + claim.range() + " in " + checkpoint);
    }

    private TreeSet<Long> taken() {
        TreeSet<Long> taken = new TreeSet<>(stored);
        claims.values().forEach(taken::addAll);
        return taken;
    }

    private Set<String> someClaims(RandomGenerator random) {
        Set<String> some = new HashSet<>(Set.of("gone"));
        claims.keySet().stream().filter(_ -> random.nextBoolean()).forEach(some::add);
        return some;
    }

    private static TreeSet<Long> gaps(Checkpoint checkpoint, OptionalLong head, Gap.Kind kind) {
        TreeSet<Long> ids = new TreeSet<>();
        for (Gap gap : checkpoint.gaps(head)) {
            if (gap.kind() == kind) {
                TreeSet<Long> more = ids(gap.range());
                assertThat(Collections.disjoint(ids, more)).isTrue();
                ids.addAll(more);
            }
        }
        return ids;
    }

    private static TreeSet<Long> ids(Coverage coverage) {
        TreeSet<Long> ids = new TreeSet<>();
        coverage.ranges().forEach(range -> ids.addAll(ids(range)));
        return ids;
    }

    private static TreeSet<Long> ids(TradeIdRange range) {
        TreeSet<Long> ids = new TreeSet<>();
        for (long id = range.first(); id <= range.last(); id++) {
            ids.add(id);
        }
        return ids;
    }

    private static TradeIdRange range(RandomGenerator random) {
        long first = random.nextInt(IDS);
        return new TradeIdRange(first, Math.min(IDS - 1, first + random.nextInt(8)));
    }
}
