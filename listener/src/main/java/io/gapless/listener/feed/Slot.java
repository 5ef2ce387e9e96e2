package io.gapless.listener.feed;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One of the two places of a shard: an active connection, and for a while the one that succeeds
/// it. Make before break: a living connection is closed only when its successor has delivered.
final class Slot {
    private final StreamShard shard;
    private final FeedSettings settings;
    private final Attempts attempts;
    private final ShardProgress progress;
    private Optional<Link> active = Optional.empty();
    private Optional<Link> successor = Optional.empty();
    private Optional<Slot> partner = Optional.empty();
    private int failures;
    private Instant notBefore = Instant.MIN;

    Slot(StreamShard shard, FeedSettings settings, Attempts attempts, ShardProgress progress) {
        this.shard = shard;
        this.settings = settings;
        this.attempts = attempts;
        this.progress = progress;
    }

    /// The other connection to the same streams.
    void pairWith(Slot other) {
        partner = Optional.of(other);
    }

    Optional<Link> link(int number) {
        return active.filter(link -> link.number == number)
                .or(() -> successor.filter(link -> link.number == number));
    }

    Optional<Link> active() {
        return active;
    }

    /// The active connection and its successor, as far as there are any.
    List<Link> links() {
        List<Link> links = new ArrayList<>();
        active.ifPresent(links::add);
        successor.ifPresent(links::add);
        return links;
    }

    void clear() {
        active = Optional.empty();
        successor = Optional.empty();
    }

    ShardProgress progress() {
        return progress;
    }

    void opened(Link link, Instant now) {
        Optional<Instant> partnerRetires =
                partner.flatMap(Slot::newest).filter(Link::isOpen).map(Link::retireAt);
        link.opened(now, attempts.retireAt(now, partnerRetires), progress.trades());
    }

    /// The connection is gone; if nobody had given it up before, this is why.
    void lost(
            Link link,
            ReconnectReason reason,
            String sentence,
            Instant now,
            List<FeedAction> actions) {
        if (link.ending().isEmpty()) {
            link.end(reason);
            actions.add(new FeedAction.Note(link.number, reason, sentence));
        }
        if (active.filter(link::equals).isPresent()) {
            active = successor;
        }
        successor = Optional.empty();
        notBefore = now.plus(attempts.backoff(failures));
    }

    /// The connection works but is to be replaced.
    void retire(Link link, ReconnectReason reason, String sentence, List<FeedAction> actions) {
        if (link.ending().isEmpty()) {
            link.end(reason);
            actions.add(new FeedAction.Note(link.number, reason, sentence));
        }
    }

    /// Does what is due.
    ///
    /// @return the connection that was replaced by its successor and is to be closed
    Optional<Link> advance(Instant now, List<FeedAction> actions) {
        active.ifPresent(link -> supervise(link, now, actions));
        successor.ifPresent(link -> supervise(link, now, actions));
        Optional<Link> replaced = promote(now);
        forgetFailures(now);
        openIfNeeded(now, actions);
        return replaced;
    }

    private void supervise(Link link, Instant now, List<FeedAction> actions) {
        if (link.isConnectOverdue(now)) {
            actions.add(new FeedAction.Abort(link.number));
            String sentence =
                    ConnectFailure.of(
                                    "not connected within "
                                            + settings.timing().connectWithin().toMillis()
                                            + " ms")
                            .sentence(shard.url());
            lost(link, ReconnectReason.CONNECT_TIMED_OUT, sentence, now, actions);
            return;
        }
        if (!link.isOpen()) {
            return;
        }
        link.subscriptions().ifPresent(asked -> asked.overdue(now));
        link.nextMessage(now)
                .ifPresent(text -> actions.add(new FeedAction.Send(link.number, text)));
        link.confirm(progress.trades(), now);
        Optional<ReconnectReason> fault = link.fault(progress.trades(), now);
        if (fault.isPresent() && successor.filter(link::equals).isPresent()) {
            actions.add(new FeedAction.Abort(link.number));
            lost(link, fault.get(), sentence(fault.get(), link), now, actions);
        } else if (fault.isPresent()) {
            retire(link, fault.get(), sentence(fault.get(), link), actions);
        } else if (!now.isBefore(link.retireAt())) {
            retire(
                    link,
                    ReconnectReason.LIFETIME,
                    sentence(ReconnectReason.LIFETIME, link),
                    actions);
        }
    }

    private Optional<Link> promote(Instant now) {
        boolean proven =
                successor
                        .flatMap(Link::confirmedAt)
                        .filter(at -> !now.isBefore(at.plus(settings.timing().overlap())))
                        .isPresent();
        if (!proven) {
            return Optional.empty();
        }
        Optional<Link> replaced = active;
        active = successor;
        successor = Optional.empty();
        return replaced;
    }

    private void forgetFailures(Instant now) {
        boolean stable =
                active.filter(link -> link.ending().isEmpty())
                        .flatMap(Link::confirmedAt)
                        .filter(at -> !now.isBefore(at.plus(settings.timing().stableAfter())))
                        .isPresent();
        if (stable) {
            failures = 0;
            notBefore = now;
        }
    }

    private void openIfNeeded(Instant now, List<FeedAction> actions) {
        boolean needed =
                active.isEmpty()
                        || (successor.isEmpty() && active.flatMap(Link::ending).isPresent());
        if (!needed || now.isBefore(notBefore)) {
            return;
        }
        OptionalInt number = attempts.tryTake(now);
        if (number.isEmpty()) {
            return;
        }
        failures++;
        notBefore = now.plus(attempts.backoff(failures));
        Link link = new Link(number.getAsInt(), shard, settings, now);
        if (active.isEmpty()) {
            active = Optional.of(link);
        } else {
            successor = Optional.of(link);
        }
        actions.add(new FeedAction.Open(link.number, shard.url()));
    }

    private Optional<Link> newest() {
        return successor.or(() -> active);
    }

    URI url() {
        return shard.url();
    }

    private String sentence(ReconnectReason reason, Link link) {
        String which = "connection " + link.number + " ";
        return which
                + switch (reason) {
                    case LIFETIME -> "is replaced before the exchange cuts it";
                    case SILENT ->
                            "has been silent for "
                                    + settings.timing().silentAfter().toMillis()
                                    + " ms although it asked";
                    case STALLED -> "delivers no trades while another one to the same streams does";
                    case ERROR_REPLY, UNANSWERED ->
                            link.subscriptions().map(Subscriptions::failureText).orElse("");
                    case SERVER_SHUTDOWN,
                            CLOSED_BY_SERVER,
                            CONNECT_FAILED,
                            CONNECT_TIMED_OUT,
                            RESTRICTED_LOCATION,
                            FORBIDDEN,
                            TOO_MANY_REQUESTS,
                            BANNED ->
                            "is given up: " + reason;
                };
    }
}
