package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.listener.feed.FeedWorld.FakeConnection;
import io.gapless.listener.feed.FeedWorld.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Seeded hours of everything that an exchange and a network can do to a feed.
class FeedFaultsTest {
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration FAULTY_TIME = Duration.ofHours(2);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noSequenceOfFaultsBreaksTheExchangesLimitsAndAllHealAfterwards(long seed) {
        Random random = new Random(seed);
        FeedWorld world = new FeedWorld(seed % 2 == 0 ? 1_500 : 40, seed);
        Instant end = world.now.plus(FAULTY_TIME);
        while (world.now.isBefore(end)) {
            disturb(world, random, seed % 4 < 2 ? 0.02 : 0.3);
            world.pass(STEP, STEP);
            assertThat(world.open().size())
                    .as("two connections and two successors per shard")
                    .isLessThanOrEqualTo(2 * world.supervisor.health().wantedConnections());
        }
        assertThat(world.notes.size()).as("it was hard enough").isGreaterThan(100);

        world.welcome = Welcome.OPENED;
        world.muteNew = false;
        world.handshake = Duration.ZERO;
        world.tradesPerTick = 1;
        world.open().forEach(FeedFaultsTest::heal);
        world.pass(Duration.ofMinutes(7));
        FeedHealth health = world.supervisor.health();
        assertThat(health.deliveringConnections()).isEqualTo(health.wantedConnections());
        assertThat(health.trouble()).isEmpty();
        assertThat(world.open()).hasSize(health.wantedConnections());

        assertAttemptsWithinLimits(world);
        world.connections.values().forEach(FeedFaultsTest::assertMessagesWithinLimits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aDeliveringConnectionIsClosedOnlyWhenAnotherInItsPlaceDelivers(long seed) {
        Random random = new Random(seed);
        FeedWorld world = new FeedWorld(10, seed);
        world.pass(Duration.ofMinutes(3));
        Instant end = world.now.plus(Duration.ofHours(2));
        while (world.now.isBefore(end)) {
            List<FakeConnection> before = world.open().stream().filter(c -> c.trades > 0).toList();
            if (random.nextInt(400) == 0 && !before.isEmpty()) {
                world.announceShutdown(before.get(random.nextInt(before.size())));
            }
            world.welcome = random.nextInt(3) == 0 ? Welcome.REFUSED : Welcome.OPENED;
            world.pass(STEP, STEP);
            assertThat(world.open().stream().filter(c -> c.trades > 0).count())
                    .isGreaterThanOrEqualTo(2);
        }
        assertThat(world.reasons()).contains(ReconnectReason.SERVER_SHUTDOWN);
        assertThat(world.reasons()).contains(ReconnectReason.CONNECT_FAILED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theSameSeedGivesTheSameHistory(long seed) {
        assertThat(history(seed)).isEqualTo(history(seed)).isNotEmpty();
    }

    private static List<FeedAction.Note> history(long seed) {
        Random random = new Random(seed);
        FeedWorld world = new FeedWorld(40, seed);
        for (int i = 0; i < 4_000; i++) {
            disturb(world, random, 0.1);
            world.pass(STEP, STEP);
        }
        return world.notes;
    }

    private static void disturb(FeedWorld world, Random random, double often) {
        if (random.nextDouble() >= often) {
            return;
        }
        List<FakeConnection> open = world.open();
        Optional<FakeConnection> any =
                open.isEmpty()
                        ? Optional.empty()
                        : Optional.of(open.get(random.nextInt(open.size())));
        switch (random.nextInt(13)) {
            case 0 -> world.welcome = Welcome.values()[random.nextInt(3)];
            case 1, 2 -> world.welcome = Welcome.OPENED;
            case 3 -> any.ifPresent(world::cut);
            case 4 -> any.ifPresent(world::announceShutdown);
            case 5 -> any.ifPresent(each -> each.silent = true);
            case 6 -> any.ifPresent(each -> each.stalled = true);
            case 7 -> any.ifPresent(each -> each.refusesSubscriptions = true);
            case 8 -> any.ifPresent(FeedFaultsTest::heal);
            case 9 -> world.muteNew = random.nextBoolean();
            case 10 -> world.tradesPerTick = random.nextInt(3);
            case 11 -> world.handshake = Duration.ofSeconds(random.nextInt(25));
            default ->
                    world.failure =
                            new ConnectFailure(
                                    random.nextInt(4) == 0
                                            ? OptionalInt.of(429)
                                            : OptionalInt.empty(),
                                    Optional.of(Duration.ofSeconds(random.nextInt(90))),
                                    "refused");
        }
    }

    private static void heal(FakeConnection connection) {
        connection.silent = false;
        connection.stalled = false;
        connection.mute = false;
        connection.refusesSubscriptions = false;
    }

    private static void assertAttemptsWithinLimits(FeedWorld world) {
        Deque<Instant> window = new ArrayDeque<>();
        for (FakeConnection each : world.connections.values()) {
            window.addLast(each.attemptedAt);
            while (window.peekFirst().isBefore(each.attemptedAt.minus(Duration.ofMinutes(5)))) {
                window.removeFirst();
            }
            assertThat(window.size()).isLessThanOrEqualTo(100);
        }
    }

    /// Binance counts five a second, and the pong that Tyrus sends by itself is one of them.
    private static void assertMessagesWithinLimits(FakeConnection connection) {
        Deque<Instant> window = new ArrayDeque<>();
        for (Instant sent : connection.sentAt) {
            window.addLast(sent);
            while (window.peekFirst().isBefore(sent.minus(Duration.ofSeconds(1)))) {
                window.removeFirst();
            }
            assertThat(window.size()).isLessThanOrEqualTo(4);
        }
    }
}
