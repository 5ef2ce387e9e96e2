package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.listener.feed.FeedWorld.FakeConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Streams that do not fit in the address, through the whole supervisor.
class SubscriptionsTest {
    private final FeedWorld world = new FeedWorld(1_000, 1);

    @Test
    void streamsBeyondTheAddressAreAskedForInPacedParts() {
        world.tick();
        world.pass(Duration.ofSeconds(19));

        FakeConnection connection = world.open().getFirst();
        List<String> subscribes = subscribes(connection);
        assertThat(subscribes).hasSize(5);
        assertThat(subscribes.getFirst())
                .matches(
                        "\\{\"method\":\"SUBSCRIBE\",\"params\":\\[(\"s\\d+usdt@trade\",?)+],\"id\":1}");
        assertThat(connection.subscribed).isEqualTo(1_000);
        List<Instant> sent = connection.sentAt;
        for (int i = 1; i < sent.size(); i++) {
            assertThat(Duration.between(sent.get(i - 1), sent.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(250));
        }
    }

    @Test
    void aConnectionIsConfirmedOnlyWhenAllItsStreamsAreAcknowledged() {
        world.muteNew = true;
        world.pass(Duration.ofSeconds(8));
        assertThat(world.supervisor.health().openConnections()).isEqualTo(2);
        assertThat(world.supervisor.health().deliveringConnections()).isZero();

        world.open().forEach(each -> each.mute = false);
        world.pass(Duration.ofSeconds(20));
        assertThat(world.supervisor.health().deliveringConnections()).isEqualTo(2);
        assertThat(subscribes(world.open().getFirst())).as("asked again").hasSize(10);
    }

    @Test
    void subscriptionsThatAreNeverAnsweredEndTheConnection() {
        world.muteNew = true;
        world.pass(Duration.ofSeconds(40));

        assertThat(world.reasons()).isNotEmpty().containsOnly(ReconnectReason.UNANSWERED);
        assertThat(world.notes.getFirst().sentence()).contains("3 times", "no answer");
    }

    @Test
    void refusedSubscriptionsAreTriedAgainAndThenEndTheConnection() {
        world.tick();
        world.tick();
        world.open().forEach(each -> each.refusesSubscriptions = true);
        FakeConnection refused = world.open().getFirst();
        world.pass(Duration.ofSeconds(1));
        assertThat(world.notes).isEmpty();
        world.pass(Duration.ofSeconds(20));

        assertThat(world.reasons())
                .containsExactly(ReconnectReason.ERROR_REPLY, ReconnectReason.ERROR_REPLY);
        assertThat(world.notes.getFirst().sentence())
                .contains("Too many subscriptions", "100 streams");
        assertThat(world.warnings).isNotEmpty();
        assertThat(refused.closedPolitely).as("after its successor works").isTrue();
        assertThat(world.supervisor.health().deliveringConnections()).isEqualTo(2);
    }

    @Test
    void aListShorterThanItShouldBeMakesItSubscribeAgain() {
        FeedWorld small = new FeedWorld(5, 1);
        small.tick();
        small.tick();
        FakeConnection forgetful = small.open().getFirst();
        forgetful.hidden = 2;
        small.pass(Duration.ofSeconds(45));

        assertThat(small.warnings)
                .containsExactly(
                        "connection "
                                + forgetful.number
                                + ": the exchange lists 3 of 5 streams: all are subscribed to"
                                + " again");
        assertThat(subscribes(forgetful)).hasSize(1);
        assertThat(small.notes).isEmpty();
    }

    @Test
    void anExchangeThatNeverListsEverythingIsAskedOnlyTwiceMore() {
        FeedWorld small = new FeedWorld(5, 1);
        small.tick();
        small.tick();
        small.open().forEach(each -> each.subscribed = -100);
        small.pass(Duration.ofMinutes(20));

        assertThat(small.open()).allMatch(each -> subscribes(each).size() == 2);
        assertThat(small.connections).hasSize(2);
    }

    private static List<String> subscribes(FakeConnection connection) {
        return connection.messages.stream().filter(text -> text.contains("\"SUBSCRIBE\"")).toList();
    }
}
