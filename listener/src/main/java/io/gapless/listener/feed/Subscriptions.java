package io.gapless.listener.feed;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What one connection still has to ask for, and what it waits to have answered.
///
/// An acknowledgement is necessary, never sufficient: the exchange acknowledges wrong names too, so
/// only trades prove that a stream flows. Besides, the connection asks for the list of its
/// subscriptions now and then: the answer shows that the link lives, and its length that no
/// subscription was forgotten.
final class Subscriptions {
    /// How often one subscription is asked for before the connection is given up.
    static final int MAX_TRIES = 3;

    /// How often everything is asked for again because the exchange lists less than it should.
    static final int MAX_RENEWALS = 2;

    private record Part(List<String> names, int tries) {}

    private record Sent(Part part, Instant deadline) {}

    private final StreamShard shard;
    private final FeedSettings settings;
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final Map<Long, Sent> sent = new LinkedHashMap<>();
    private Instant nextProbe;
    private long lastRequest;
    private int renewals;
    private boolean answered;
    private Optional<ReconnectReason> failure = Optional.empty();
    private String failureText = "";

    Subscriptions(StreamShard shard, FeedSettings settings, Instant openedAt) {
        this.shard = shard;
        this.settings = settings;
        nextProbe = openedAt;
        shard.beyondUrl().forEach(names -> waiting.add(new Part(names, 0)));
    }

    /// The next message that is due; pacing is the caller's.
    Optional<String> next(Instant now) {
        Part part = waiting.poll();
        if (part != null) {
            long request = ++lastRequest;
            Instant deadline = now.plus(settings.timing().replyWithin());
            sent.put(request, new Sent(new Part(part.names(), part.tries() + 1), deadline));
            return Optional.of(
                    part.names().stream()
                            .map(name -> '"' + name + '"')
                            .collect(
                                    Collectors.joining(
                                            ",",
                                            "{\"method\":\"SUBSCRIBE\",\"params\":[",
                                            "],\"id\":" + request + "}")));
        }
        if (now.isBefore(nextProbe)) {
            return Optional.empty();
        }
        nextProbe = now.plus(settings.timing().probeEvery());
        return Optional.of("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":" + ++lastRequest + "}");
    }

    /// Takes note of an answer.
    ///
    /// @return what is wrong with it, if anything
    Optional<String> replied(OptionalLong request, OptionalInt listed) {
        answered = true;
        request.ifPresent(sent::remove);
        int expected = shard.names().size();
        if (!isComplete() || listed.orElse(expected) >= expected || renewals >= MAX_RENEWALS) {
            return Optional.empty();
        }
        renewals++;
        StreamShard.parts(shard.names(), settings.limits().namesPerSubscribe())
                .forEach(names -> waiting.add(new Part(names, 0)));
        return Optional.of(
                "the exchange lists "
                        + listed.getAsInt()
                        + " of "
                        + expected
                        + " streams: all are subscribed to again");
    }

    /// Takes note of a refusal; one that names no request is taken for that of the oldest
    /// subscription in flight.
    void refused(OptionalLong request, String text) {
        answered = true;
        Optional<Long> which =
                request.isPresent()
                        ? Optional.of(request.getAsLong())
                        : sent.keySet().stream().findFirst();
        which.map(sent::remove)
                .ifPresent(refused -> askAgain(refused, ReconnectReason.ERROR_REPLY, text));
    }

    /// Asks again for what was not answered in time.
    void overdue(Instant now) {
        if (sent.isEmpty()) {
            return;
        }
        List<Long> late =
                sent.entrySet().stream()
                        .filter(entry -> !now.isBefore(entry.getValue().deadline()))
                        .map(Map.Entry::getKey)
                        .toList();
        for (Long request : late) {
            Sent unanswered = sent.remove(request);
            if (unanswered != null) {
                askAgain(unanswered, ReconnectReason.UNANSWERED, "no answer");
            }
        }
    }

    /// Whether everything has been asked for and acknowledged.
    boolean isComplete() {
        return waiting.isEmpty() && sent.isEmpty() && failure.isEmpty();
    }

    /// Whether the exchange has answered anything.
    boolean isAnswered() {
        return answered;
    }

    /// Why asking has been given up, if it has.
    Optional<ReconnectReason> failure() {
        return failure;
    }

    String failureText() {
        return failureText;
    }

    private void askAgain(Sent lost, ReconnectReason reason, String text) {
        if (lost.part().tries() < MAX_TRIES) {
            waiting.addLast(lost.part());
        } else if (failure.isEmpty()) {
            failure = Optional.of(reason);
            failureText =
                    "subscribing to "
                            + lost.part().names().size()
                            + " streams from "
                            + lost.part().names().getFirst()
                            + " on failed "
                            + MAX_TRIES
                            + " times: "
                            + text;
        }
    }
}
