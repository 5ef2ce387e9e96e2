package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.listener.feed.FeedWorld.FakeConnection;
import io.gapless.listener.feed.FeedWorld.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedSupervisorTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final FeedWorld world = new FeedWorld(3, 1);

    @Test
    void twoConnectionsToTheSameStreamsAreOpenedAtOnce() {
        world.tick();
        world.pass(A_SECOND);

        assertThat(world.open()).hasSize(2);
        assertThat(world.open())
                .allSatisfy(each ->
                        assertThat(each.url)
                                .isEqualTo(
                                        "wss://exchange.test:9443/stream?streams=s0usdt@trade/s1usdt@trade/s2usdt@trade&timeUnit=MICROSECOND"));
        FeedHealth health = world.supervisor.health();
        assertThat(health.wantedConnections()).isEqualTo(2);
        assertThat(health.deliveringConnections()).isEqualTo(2);
        assertThat(health.trouble()).isEmpty();
        assertThat(world.notes).isEmpty();
    }

    @Test
    void aHealthyConnectionIsAskedSomethingEveryTwentySeconds() {
        world.pass(Duration.ofMinutes(10));

        assertThat(world.open())
                .allSatisfy(each -> {
                    assertThat(each.messages).hasSizeBetween(29, 31);
                    assertThat(each.messages).allMatch(text -> text.contains("LIST_SUBSCRIPTIONS"));
                });
        assertThat(world.connections).hasSize(2);
    }

    @Test
    void everyConnectionIsReplacedBeforeTwentyFourHoursAndNeverBothTogether() {
        world.pass(Duration.ofDays(4), A_SECOND.multipliedBy(5));

        for (FakeConnection each : world.connections.values()) {
            Duration untilReplaced =
                    world.connections.values().stream()
                            .filter(other -> other.number > each.number)
                            .map(other -> Duration.between(each.attemptedAt, other.attemptedAt))
                            .filter(gap -> gap.compareTo(Duration.ofHours(11)) > 0)
                            .findFirst()
                            .orElse(Duration.between(each.attemptedAt, world.now));
            assertThat(untilReplaced).isLessThan(Duration.ofHours(24));
        }
        List<Instant> replacements =
                world.connections.values().stream().skip(2).map(each -> each.attemptedAt).toList();
        assertThat(replacements).hasSizeBetween(8, 9);
        for (int i = 1; i < replacements.size(); i++) {
            assertThat(Duration.between(replacements.get(i - 1), replacements.get(i)))
                    .isGreaterThan(Duration.ofHours(5));
        }
        assertThat(world.reasons()).containsOnly(ReconnectReason.LIFETIME);
        assertThat(world.open()).hasSize(2);
        assertThat(world.supervisor.health().trouble()).isEmpty();
    }

    @Test
    void theOldConnectionLivesUntilTheNewOneHasDelivered() {
        world.pass(A_MINUTE.multipliedBy(2));
        FakeConnection old = world.open().getFirst();
        world.tradesPerTick = 0;
        world.muteNew = true;
        world.announceShutdown(old);
        world.pass(Duration.ofSeconds(30));
        FakeConnection successor = world.newest();
        assertThat(world.open()).hasSize(3);
        assertThat(old.isOpen()).isTrue();

        world.tradesPerTick = 1;
        world.pass(A_SECOND);
        assertThat(old.isOpen()).as("some overlap").isTrue();
        world.pass(Duration.ofSeconds(6));

        assertThat(old.closedPolitely).isTrue();
        assertThat(world.open()).hasSize(2).contains(successor);
        assertThat(world.reasons()).containsExactly(ReconnectReason.SERVER_SHUTDOWN);
    }

    @Test
    void anAnnouncedShutdownIsFollowedAtOnce() {
        world.pass(A_MINUTE.multipliedBy(2));
        FakeConnection old = world.open().getFirst();

        world.announceShutdown(old);

        assertThat(world.connections).hasSize(3);
        assertThat(world.newest().attemptedAt).isEqualTo(world.now);
        world.announceShutdown(old);
        assertThat(world.connections).as("said twice").hasSize(3);
    }

    @Test
    void aShutdownOfBothConnectionsReplacesBoth() {
        world.pass(A_MINUTE.multipliedBy(2));
        List<FakeConnection> old = world.open();
        old.forEach(world::announceShutdown);
        world.pass(Duration.ofSeconds(10));

        assertThat(world.open()).hasSize(2).doesNotContainAnyElementsOf(old);
        assertThat(world.reasons())
                .containsExactly(ReconnectReason.SERVER_SHUTDOWN, ReconnectReason.SERVER_SHUTDOWN);
    }

    @Test
    void aMarketWithoutTradesIsEnoughWithAnAnswer() {
        world.tradesPerTick = 0;
        world.pass(Duration.ofSeconds(15));
        assertThat(world.supervisor.health().deliveringConnections()).isEqualTo(2);
        FakeConnection old = world.open().getFirst();

        world.announceShutdown(old);
        world.pass(Duration.ofSeconds(20));

        assertThat(old.closedPolitely).isTrue();
        assertThat(world.open()).hasSize(2);
    }

    @Test
    void aQuietMarketForHoursIsNoReasonToReconnect() {
        world.tradesPerTick = 0;
        world.pass(Duration.ofHours(10), A_SECOND.multipliedBy(5));
        assertThat(world.connections).hasSize(2);
    }

    @Test
    void aNewConnectionThatOnlyAnswersDoesNotReplaceOneThatDelivers() {
        world.pass(A_MINUTE.multipliedBy(2));
        FakeConnection old = world.open().getFirst();
        world.announceShutdown(old);
        FakeConnection successor = world.newest();
        successor.stalled = true;
        world.pass(Duration.ofSeconds(59));
        assertThat(old.isOpen()).isTrue();
        assertThat(successor.isOpen()).isTrue();

        world.pass(Duration.ofSeconds(3));

        assertThat(successor.aborted).isTrue();
        assertThat(old.isOpen()).isTrue();
        assertThat(world.reasons())
                .containsExactly(ReconnectReason.SERVER_SHUTDOWN, ReconnectReason.STALLED);
        world.pass(Duration.ofSeconds(30));
        assertThat(old.closedPolitely).isTrue();
        assertThat(world.open()).hasSize(2);
    }

    @Test
    void aLinkWithoutAnyFrameForAMinuteIsDeadAndReplaced() {
        world.pass(A_MINUTE.multipliedBy(2));
        FakeConnection dead = world.open().getFirst();
        dead.silent = true;
        world.pass(Duration.ofSeconds(59));
        assertThat(world.connections).hasSize(2);
        assertThat(dead.messages).as("it was asked meanwhile").hasSizeGreaterThan(7);

        world.pass(Duration.ofSeconds(2));
        assertThat(world.connections).hasSize(3);
        assertThat(world.supervisor.health().openConnections()).isOne();
        assertThat(world.supervisor.health().trouble()).isPresent();
        world.pass(Duration.ofSeconds(7));

        assertThat(dead.gone).isTrue();
        assertThat(world.open()).hasSize(2);
        assertThat(world.reasons()).containsExactly(ReconnectReason.SILENT);
        assertThat(world.supervisor.health().trouble()).isEmpty();
    }

    @Test
    void aHalfOpenLinkThatDoesNotEvenCloseIsCutAfterTheDeadline() {
        world.pass(A_MINUTE.multipliedBy(2));
        FakeConnection dead = world.open().getFirst();
        dead.silent = true;
        world.closesAnswered = false;
        world.pass(Duration.ofSeconds(60 + 7));
        assertThat(dead.closedPolitely).isTrue();
        assertThat(dead.aborted).isFalse();

        world.pass(Duration.ofSeconds(6));
        assertThat(dead.aborted).isTrue();
    }

    @Test
    void anAnsweringConnectionWithoutTradesIsReplacedWhileItsPartnerGetsThem() {
        world.pass(A_MINUTE.multipliedBy(2));
        FakeConnection stalled = world.open().getFirst();
        stalled.stalled = true;
        world.pass(Duration.ofSeconds(90));

        assertThat(world.reasons()).containsExactly(ReconnectReason.STALLED);
        assertThat(stalled.gone).isTrue();
        assertThat(world.open()).hasSize(2);
    }

    @Test
    void silenceOfAConnectionThatNobodyDrainsIsNotItsFault() {
        world.pass(A_MINUTE.multipliedBy(2));
        world.open().forEach(each -> each.waiting = true);
        world.open().forEach(each -> each.silent = true);
        world.pass(Duration.ofMinutes(10));

        assertThat(world.connections).hasSize(2);
        assertThat(world.notes).isEmpty();
    }

    @Test
    void aConnectionClosedByTheServerIsReplacedAtOnce() {
        world.pass(A_MINUTE.multipliedBy(2));
        world.cut(world.open().getFirst());

        assertThat(world.connections).hasSize(3);
        world.pass(A_SECOND);
        assertThat(world.open()).hasSize(2);
        assertThat(world.reasons()).containsExactly(ReconnectReason.CLOSED_BY_SERVER);
    }

    @Test
    void aConnectionReplacedForOneReasonIsCountedOnceWhenItIsThenCut() {
        world.pass(A_MINUTE.multipliedBy(2));
        FakeConnection old = world.open().getFirst();
        world.announceShutdown(old);
        world.cut(old);
        world.pass(Duration.ofSeconds(20));

        assertThat(world.reasons()).containsExactly(ReconnectReason.SERVER_SHUTDOWN);
        assertThat(world.connections).hasSize(3);
        assertThat(world.open()).hasSize(2);
    }

    @Test
    void aServerThatCutsEveryConnectionAtOnceIsTriedEverMoreSlowly() {
        for (int i = 0; i < 600; i++) {
            world.pass(A_SECOND);
            world.open().forEach(world::cut);
        }
        List<Instant> attempts = attemptsOfOneSlot();
        assertThat(world.connections.size()).isBetween(20, 80);
        assertThat(Duration.between(attempts.get(attempts.size() - 3), attempts.getLast()))
                .isGreaterThan(Duration.ofSeconds(20));
    }

    @Test
    void refusedConnectionsAreTriedWithGrowingPausesUpToAMinute() {
        world.welcome = Welcome.REFUSED;
        world.pass(Duration.ofMinutes(30));

        assertThat(world.connections.size()).isBetween(2 * 30, 2 * 75);
        assertThat(world.reasons()).containsOnly(ReconnectReason.CONNECT_FAILED);
        assertThat(world.supervisor.health().trouble().orElseThrow())
                .contains("connection refused", "wss://exchange.test:9443", "check the network");

        world.welcome = Welcome.OPENED;
        world.pass(Duration.ofSeconds(62));
        assertThat(world.open()).hasSize(2);
        assertThat(world.supervisor.health().trouble()).isEmpty();
    }

    @Test
    void aConnectionNotMadeWithinTwentySecondsIsAborted() {
        world.welcome = Welcome.BLACK_HOLE;
        world.tick();
        List<FakeConnection> first = List.copyOf(world.connections.values());
        world.pass(Duration.ofSeconds(19));
        assertThat(first).noneMatch(each -> each.aborted);

        world.pass(A_SECOND);
        assertThat(first).allMatch(each -> each.aborted);
        assertThat(world.reasons())
                .containsExactly(
                        ReconnectReason.CONNECT_TIMED_OUT, ReconnectReason.CONNECT_TIMED_OUT);
    }

    @Test
    void aConnectionThatOpensAfterItsDeadlineIsCut() {
        world.welcome = Welcome.BLACK_HOLE;
        world.tick();
        int first = world.newest().number;
        world.pass(Duration.ofSeconds(25));
        FakeConnection late = world.connections.get(first);
        late.aborted = false;

        world.send(new FeedEvent.Opened(first));
        assertThat(late.aborted).isTrue();
    }

    @Test
    void slowHandshakesWithinTheDeadlineAreFine() {
        world.handshake = Duration.ofSeconds(18);
        world.pass(Duration.ofSeconds(40));
        assertThat(world.open()).hasSize(2);
        assertThat(world.notes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "451, RESTRICTED_LOCATION, another region",
        "403, FORBIDDEN, firewall",
        "418, BANNED, banned this address",
        "429, TOO_MANY_REQUESTS, too many requests"
    })
    void aRefusalByTheExchangeIsNamedAndNotHammered(
            int status, ReconnectReason reason, String sentence) {
        world.welcome = Welcome.REFUSED;
        world.failure =
                new ConnectFailure(OptionalInt.of(status), Optional.empty(), "HTTP " + status);
        world.pass(Duration.ofHours(1), A_SECOND);

        assertThat(world.reasons()).containsOnly(reason);
        assertThat(world.connections.size()).isLessThanOrEqualTo(26);
        assertThat(world.supervisor.health().trouble().orElseThrow())
                .contains(sentence, "HTTP " + status);
        assertThat(world.supervisor.health().reconnects())
                .containsEntry(reason, (long) world.notes.size());
    }

    @Test
    void aBanIsWaitedOutToItsEnd() {
        world.welcome = Welcome.REFUSED;
        world.failure =
                new ConnectFailure(
                        OptionalInt.of(418), Optional.of(Duration.ofHours(2)), "I'm a teapot");
        world.tick();
        world.tick();
        int attempts = world.connections.size();
        assertThat(attempts).isEqualTo(2);
        world.pass(Duration.ofMinutes(119), A_SECOND);
        assertThat(world.connections).hasSize(attempts);

        world.welcome = Welcome.OPENED;
        world.pass(Duration.ofMinutes(2), A_SECOND);
        assertThat(world.open()).hasSize(2);
    }

    @Test
    void aRefusalOfOneConnectionLeavesTheOthersAlone() {
        world.pass(A_MINUTE.multipliedBy(2));
        List<FakeConnection> old = world.open();
        world.welcome = Welcome.REFUSED;
        world.failure = new ConnectFailure(OptionalInt.of(429), Optional.of(A_MINUTE), "slow down");
        world.announceShutdown(old.getFirst());
        world.pass(Duration.ofMinutes(5));

        assertThat(world.open()).containsExactlyElementsOf(old);
    }

    @Test
    void moreAttemptsThanTheBudgetAreNotMadeAndTheUserIsTold() {
        FeedLimits limits = new FeedLimits(1_000, 8_000, 200, 10, 1_000, 1 << 20);
        FeedWorld small =
                new FeedWorld(
                        3,
                        1,
                        new FeedSettings(FeedWorld.URLS.exchange, FeedTiming.production(), limits));
        small.welcome = Welcome.REFUSED;
        small.pass(Duration.ofMinutes(4));

        assertThat(small.connections).hasSize(10);
        assertThat(small.warnings).hasSize(1);
        assertThat(small.warnings.getFirst()).contains("10 connections were tried");

        small.welcome = Welcome.OPENED;
        small.pass(Duration.ofMinutes(2));
        assertThat(small.open()).hasSize(2);
    }

    @Test
    void afterStopEverythingIsClosedAndNothingIsOpened() {
        world.pass(A_MINUTE);
        world.announceShutdown(world.open().getFirst());
        world.welcome = Welcome.BLACK_HOLE;
        world.pass(A_SECOND);
        FakeConnection halfMade = world.newest();
        int attempts = world.connections.size();

        world.send(new FeedEvent.Stop());

        assertThat(halfMade.aborted || halfMade.closedPolitely).isTrue();
        assertThat(world.open()).isEmpty();
        assertThat(world.supervisor.isStopped()).isTrue();
        world.pass(Duration.ofMinutes(10));
        assertThat(world.connections).hasSize(attempts);
        assertThat(world.reasons()).containsExactly(ReconnectReason.SERVER_SHUTDOWN);
    }

    @Test
    void aStopDoesNotWaitForAServerThatDoesNotClose() {
        world.pass(A_MINUTE);
        world.closesAnswered = false;
        world.send(new FeedEvent.Stop());
        assertThat(world.supervisor.isStopped()).isFalse();

        world.pass(Duration.ofSeconds(5));
        assertThat(world.supervisor.isStopped()).isTrue();
        assertThat(world.connections.values()).allMatch(each -> each.aborted);
    }

    private List<Instant> attemptsOfOneSlot() {
        return world.connections.values().stream()
                .filter(each -> each.number % 2 == 0)
                .map(each -> each.attemptedAt)
                .toList();
    }
}
