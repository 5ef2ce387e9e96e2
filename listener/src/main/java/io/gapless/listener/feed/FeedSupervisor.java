package io.gapless.listener.feed;

import io.gapless.trade.Symbol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/// Keeps two connections to every shard of streams alive. The deterministic core of the feed: no
/// clock, no network, no thread of its own; what it wants done it returns as actions.
///
/// For one thread. Time must not go backwards: give it a steady clock.
final class FeedSupervisor {
    private final FeedSettings settings;
    private final Attempts attempts;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Integer, Instant> closing = new LinkedHashMap<>();
    private final Map<ReconnectReason, Long> reconnects = new EnumMap<>(ReconnectReason.class);
    private Optional<String> trouble = Optional.empty();
    private Optional<String> warned = Optional.empty();
    private boolean stopping;

    FeedSupervisor(List<Symbol> symbols, FeedSettings settings, RandomGenerator random) {
        this.settings = settings;
        attempts = new Attempts(settings, random);
        for (StreamShard shard : StreamShard.plan(symbols, settings)) {
            ShardProgress progress = new ShardProgress();
            Slot first = new Slot(shard, settings, attempts, progress);
            Slot second = new Slot(shard, settings, attempts, progress);
            first.pairWith(second);
            second.pairWith(first);
            slots.add(first);
            slots.add(second);
        }
    }

    /// Takes in what happened and says what to do about it, in order.
    List<FeedAction> on(FeedEvent event, Instant now) {
        List<FeedAction> actions = new ArrayList<>();
        take(event, now, actions);
        if (!stopping) {
            for (Slot slot : slots) {
                slot.advance(now, actions).ifPresent(link -> close(link, now, actions));
            }
            warnOfBudget(actions);
        }
        cutOverdue(now, actions);
        judge(actions);
        return actions;
    }

    /// How the connections are.
    FeedHealth health() {
        int open = 0;
        int delivering = 0;
        for (Slot slot : slots) {
            Optional<Link> healthy =
                    slot.active()
                            .filter(Link::isOpen)
                            .filter(link ->
                                    link.ending().filter(ReconnectReason::isDefect).isEmpty());
            open += healthy.isPresent() ? 1 : 0;
            delivering += healthy.flatMap(Link::confirmedAt).isPresent() ? 1 : 0;
        }
        return new FeedHealth(reconnects, slots.size(), open, delivering, attempts.made(), trouble);
    }

    /// Whether everything has been closed after [FeedEvent.Stop].
    boolean isStopped() {
        return stopping && closing.isEmpty();
    }

    private void take(FeedEvent event, Instant now, List<FeedAction> actions) {
        switch (event) {
            case FeedEvent.Tick tick -> takeActivity(tick, now);
            case FeedEvent.Opened(int number) -> {
                if (!with(number, (slot, link) -> slot.opened(link, now))) {
                    // Nobody waits for it any more.
                    actions.add(new FeedAction.Abort(number));
                }
            }
            case FeedEvent.ConnectFailed(int number, ConnectFailure failure) ->
                    with(number, (slot, link) -> refused(slot, link, failure, now, actions));
            case FeedEvent.Closed(int number, String detail) -> {
                closing.remove(number);
                with(
                        number,
                        (slot, link) ->
                                slot.lost(
                                        link,
                                        ReconnectReason.CLOSED_BY_SERVER,
                                        "connection " + number + " was closed: " + detail,
                                        now,
                                        actions));
            }
            case FeedEvent.ShutdownAnnounced(int number) ->
                    with(
                            number,
                            (slot, link) ->
                                    slot.retire(
                                            link,
                                            ReconnectReason.SERVER_SHUTDOWN,
                                            "connection "
                                                    + number
                                                    + ": the exchange announces that it will be"
                                                    + " cut",
                                            actions));
            case FeedEvent.Replied(int number, var request, var listed) ->
                    with(
                            number,
                            (_, link) ->
                                    link.subscriptions()
                                            .flatMap(asked -> asked.replied(request, listed))
                                            .ifPresent(text ->
                                                    actions.add(
                                                            new FeedAction.Warn(
                                                                    "connection "
                                                                            + number
                                                                            + ": "
                                                                            + text))));
            case FeedEvent.Refused(int number, var request, String text) ->
                    with(
                            number,
                            (_, link) -> {
                                link.subscriptions()
                                        .ifPresent(asked -> asked.refused(request, text));
                                actions.add(
                                        new FeedAction.Warn(
                                                "connection "
                                                        + number
                                                        + ": the exchange refused a request: "
                                                        + text));
                            });
            case FeedEvent.Stop _ -> stop(now, actions);
        }
    }

    private void takeActivity(FeedEvent.Tick tick, Instant now) {
        Map<Link, ShardProgress> progressed = new LinkedHashMap<>();
        for (FeedEvent.Activity activity : tick.activity()) {
            with(
                    activity.connection(),
                    (slot, link) -> {
                        long newTrades = link.received(activity, now);
                        slot.progress().add(newTrades);
                        if (newTrades > 0 || activity.waiting()) {
                            progressed.put(link, slot.progress());
                        }
                    });
        }
        for (Slot slot : slots) {
            for (Link link : slot.links()) {
                link.progress(progressed.containsKey(link), slot.progress().trades(), now);
            }
        }
    }

    private void refused(
            Slot slot, Link link, ConnectFailure failure, Instant now, List<FeedAction> actions) {
        failure.pause(settings.timing().refusedPause())
                .ifPresent(pause -> attempts.pauseUntil(now.plus(pause)));
        slot.lost(link, failure.reason(), failure.sentence(slot.url()), now, actions);
    }

    private void close(Link link, Instant now, List<FeedAction> actions) {
        actions.add(new FeedAction.Close(link.number));
        closing.put(link.number, now.plus(settings.timing().closeWithin()));
    }

    private void stop(Instant now, List<FeedAction> actions) {
        stopping = true;
        for (Slot slot : slots) {
            for (Link link : slot.links()) {
                if (link.isOpen()) {
                    close(link, now, actions);
                } else {
                    actions.add(new FeedAction.Abort(link.number));
                }
            }
            slot.clear();
        }
    }

    private void cutOverdue(Instant now, List<FeedAction> actions) {
        Iterator<Map.Entry<Integer, Instant>> each = closing.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Integer, Instant> entry = each.next();
            if (!now.isBefore(entry.getValue())) {
                actions.add(new FeedAction.Abort(entry.getKey()));
                each.remove();
            }
        }
    }

    private void warnOfBudget(List<FeedAction> actions) {
        Optional<String> now = attempts.trouble();
        if (now.isPresent() && !now.equals(warned)) {
            actions.add(new FeedAction.Warn(now.get()));
        }
        warned = now;
    }

    /// Counts the reconnects just decided on, and remembers what the user should know until every
    /// slot delivers again.
    private void judge(List<FeedAction> actions) {
        for (FeedAction action : actions) {
            if (action instanceof FeedAction.Note(_, ReconnectReason reason, String sentence)) {
                reconnects.merge(reason, 1L, Long::sum);
                if (reason.isDefect()) {
                    trouble = Optional.of(sentence);
                }
            }
        }
        if (trouble.isPresent() && slots.stream().allMatch(FeedSupervisor::delivers)) {
            trouble = Optional.empty();
        }
    }

    private static boolean delivers(Slot slot) {
        return slot.active()
                .filter(link -> link.ending().isEmpty())
                .flatMap(Link::confirmedAt)
                .isPresent();
    }

    /// @return whether the connection is one of ours still
    private boolean with(int number, BiConsumer<Slot, Link> what) {
        for (Slot slot : slots) {
            Optional<Link> link = slot.link(number);
            if (link.isPresent()) {
                what.accept(slot, link.get());
                return true;
            }
        }
        return false;
    }
}
