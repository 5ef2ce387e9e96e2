package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.trade.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A supervisor with a clock moved by hand and an exchange that behaves as it is told.
final class FeedWorld {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final URIs URLS = new URIs();
    private static final Pattern REQUEST_ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern NAME = Pattern.compile("\"([^\"]+@trade)\"");

    /// How a connection fares that is opened from now on.
    enum Welcome {
        OPENED,
        REFUSED,
        BLACK_HOLE
    }

    /// A connection as the exchange sees it.
    static final class FakeConnection {
        final int number;
        final String url;
        final Instant attemptedAt;
        final List<String> messages = new ArrayList<>();
        final List<Instant> sentAt = new ArrayList<>();
        boolean open;
        boolean gone;
        boolean closedPolitely;
        boolean aborted;
        boolean silent;
        boolean stalled;
        boolean waiting;
        boolean mute;
        boolean refusesSubscriptions;
        int hidden;
        int subscribed;
        long frames;
        long trades;

        FakeConnection(int number, String url, Instant attemptedAt) {
            this.number = number;
            this.url = url;
            this.attemptedAt = attemptedAt;
        }

        boolean isOpen() {
            return open && !gone;
        }
    }

    /// Keeps the address of the exchange.
    static final class URIs {
        final java.net.URI exchange = java.net.URI.create("wss://exchange.test:9443");
    }

    final FeedSupervisor supervisor;
    final Map<Integer, FakeConnection> connections = new LinkedHashMap<>();
    final List<FeedAction.Note> notes = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    Instant now = START;
    Welcome welcome = Welcome.OPENED;
    ConnectFailure failure = ConnectFailure.of("connection refused");
    Duration handshake = Duration.ZERO;
    int tradesPerTick = 1;
    boolean muteNew;
    boolean closesAnswered = true;

    FeedWorld(int symbols, long seed) {
        this(symbols, seed, FeedSettings.of(URLS.exchange));
    }

    FeedWorld(int symbols, long seed, FeedSettings settings) {
        supervisor = new FeedSupervisor(symbols(symbols), settings, new Random(seed));
    }

    static List<Symbol> symbols(int count) {
        return IntStream.range(0, count).mapToObj(i -> Symbol.of("S" + i + "USDT")).toList();
    }

    /// Lets time pass in steps of a quarter second.
    void pass(Duration time) {
        pass(time, Duration.ofMillis(250));
    }

    void pass(Duration time, Duration step) {
        Instant until = now.plus(time);
        while (now.isBefore(until)) {
            now = now.plus(step);
            tick();
        }
    }

    void tick() {
        for (FakeConnection each : List.copyOf(connections.values())) {
            boolean due = !now.isBefore(each.attemptedAt.plus(handshake));
            if (!each.open && !each.gone && due && welcome != Welcome.BLACK_HOLE) {
                greet(each);
            }
        }
        List<FeedEvent.Activity> activity = new ArrayList<>();
        for (FakeConnection each : connections.values()) {
            if (each.isOpen()) {
                if (!each.silent && !each.stalled && !each.waiting) {
                    each.trades += tradesPerTick;
                    each.frames += tradesPerTick;
                }
                activity.add(
                        new FeedEvent.Activity(
                                each.number, each.frames, each.trades, each.waiting));
            }
        }
        send(new FeedEvent.Tick(activity));
    }

    void send(FeedEvent event) {
        perform(supervisor.on(event, now));
    }

    void announceShutdown(FakeConnection connection) {
        send(new FeedEvent.ShutdownAnnounced(connection.number));
    }

    void cut(FakeConnection connection) {
        connection.gone = true;
        send(new FeedEvent.Closed(connection.number, "1006"));
    }

    List<FakeConnection> open() {
        return connections.values().stream().filter(FakeConnection::isOpen).toList();
    }

    FakeConnection newest() {
        return List.copyOf(connections.values()).getLast();
    }

    List<ReconnectReason> reasons() {
        return notes.stream().map(FeedAction.Note::reason).toList();
    }

    Duration elapsed() {
        return Duration.between(START, now);
    }

    private void greet(FakeConnection connection) {
        if (welcome == Welcome.REFUSED) {
            connection.gone = true;
            send(new FeedEvent.ConnectFailed(connection.number, failure));
        } else {
            connection.open = true;
            connection.mute = muteNew;
            connection.subscribed = (int) NAME_IN_URL.matcher(connection.url).results().count();
            send(new FeedEvent.Opened(connection.number));
        }
    }

    private static final Pattern NAME_IN_URL = Pattern.compile("@trade");

    private void perform(List<FeedAction> actions) {
        for (FeedAction action : actions) {
            switch (action) {
                case FeedAction.Open(int number, var url) -> {
                    assertThat(connections).doesNotContainKey(number);
                    connections.put(number, new FakeConnection(number, url.toString(), now));
                }
                case FeedAction.Send(int number, String text) -> receive(number, text);
                case FeedAction.Close(int number) -> {
                    FakeConnection connection = known(number);
                    assertThat(connection.isOpen()).isTrue();
                    connection.closedPolitely = true;
                    if (closesAnswered) {
                        connection.gone = true;
                        send(new FeedEvent.Closed(number, "1000"));
                    }
                }
                case FeedAction.Abort(int number) -> {
                    FakeConnection connection = known(number);
                    connection.aborted = true;
                    connection.gone = true;
                }
                case FeedAction.Note note -> notes.add(note);
                case FeedAction.Warn(String sentence) -> warnings.add(sentence);
            }
        }
    }

    private FakeConnection known(int number) {
        return Optional.ofNullable(connections.get(number)).orElseThrow();
    }

    private void receive(int number, String text) {
        FakeConnection connection = known(number);
        assertThat(connection.isOpen()).as("message to an open connection").isTrue();
        connection.messages.add(text);
        connection.sentAt.add(now);
        Matcher matcher = REQUEST_ID.matcher(text);
        assertThat(matcher.find()).isTrue();
        OptionalLong id = OptionalLong.of(Long.parseLong(matcher.group(1)));
        if (connection.silent || connection.mute) {
            return;
        }
        connection.frames++;
        if (text.contains("LIST_SUBSCRIPTIONS")) {
            OptionalInt listed = OptionalInt.of(connection.subscribed - connection.hidden);
            send(new FeedEvent.Replied(number, id, listed));
        } else if (connection.refusesSubscriptions) {
            send(new FeedEvent.Refused(number, id, "code 4: Too many subscriptions"));
        } else {
            connection.subscribed += (int) NAME.matcher(text).results().count();
            connection.hidden = 0;
            send(new FeedEvent.Replied(number, id, OptionalInt.empty()));
        }
    }
}
