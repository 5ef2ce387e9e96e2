package io.gapless.local.chaos;

import io.gapless.exchange.fault.Fault;
import io.gapless.local.link.Direction;
import io.gapless.local.link.Disturbance;
import java.time.Duration;
import java.util.Set;

/// One thing that is done to the system.
sealed interface Blow {
    /// SIGKILL; started again after a while.
    record Kill(Writer writer, Duration absence) implements Blow {}

    /// SIGSTOP, and SIGCONT after a while: a zombie, if its claims have expired meanwhile.
    record Freeze(Writer writer, Duration lasting) implements Blow {}

    /// A store ends, and starts again after a while with what it had stored.
    record Outage(Server server, Duration lasting) implements Blow {}

    /// The disk of S3's emulator is full for a while: it can write nothing, and says so.
    record FillDisk(Duration lasting) implements Blow {}

    /// The way from a process to a server is disturbed for a while.
    record Disturb(
            Writer writer,
            Server server,
            Disturbance disturbance,
            Set<Direction> directions,
            Duration lasting)
            implements Blow {
        public Disturb {
            directions = Set.copyOf(directions);
        }
    }

    /// The exchange itself does something wrong for a while.
    record Misbehave(Fault fault, Duration lasting) implements Blow {}

    /// Whom it hits, for the table.
    default String victim() {
        return switch (this) {
            case Kill kill -> kill.writer().title();
            case Freeze freeze -> freeze.writer().title();
            case Outage outage -> outage.server().title();
            case FillDisk _ -> Server.S3.title();
            case Disturb disturb -> disturb.writer().title() + " to " + disturb.server().title();
            case Misbehave _ -> "exchange";
        };
    }

    /// What it does, for the table.
    default String kind() {
        return switch (this) {
            case Kill _ -> "SIGKILL";
            case Freeze _ -> "SIGSTOP";
            case Outage _ -> "restart";
            case FillDisk _ -> "disk full";
            case Disturb disturb -> disturb.disturbance().title();
            case Misbehave _ -> "misbehaves";
        };
    }

    /// All of it, for people.
    default String sentence() {
        return switch (this) {
            case Kill(var writer, var absence) ->
                    "%s: SIGKILL, started again after %s".formatted(writer.title(), s(absence));
            case Freeze(var writer, var lasting) ->
                    "%s: SIGSTOP for %s".formatted(writer.title(), s(lasting));
            case Outage(var server, var lasting) ->
                    "%s: ended, started again after %s".formatted(server.title(), s(lasting));
            case FillDisk(var lasting) -> "%s: disk full for %s".formatted(victim(), s(lasting));
            case Disturb(var _, var _, var disturbance, var directions, var lasting) ->
                    "%s: %s%s for %s"
                            .formatted(
                                    victim(), disturbance.sentence(), way(directions), s(lasting));
            case Misbehave(var fault, var lasting) ->
                    "exchange: %s for %s".formatted(fault, s(lasting));
        };
    }

    private static String way(Set<Direction> directions) {
        return directions.size() == 1
                ? directions.contains(Direction.TO_SERVER) ? " there" : " back"
                : "";
    }

    private static String s(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1e3);
    }
}
