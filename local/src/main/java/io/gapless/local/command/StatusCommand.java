package io.gapless.local.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointJson;
import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.archive.Gap;
import io.gapless.archive.Marks.Mark;
import io.gapless.binance.BanMemory;
import io.gapless.local.place.Stores;
import io.gapless.trade.Coverage;
import io.gapless.trade.Trade;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gapless status`.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the checkpoints say: per symbol how far it is complete, which gaps are known and why they"
                    + " are still open, who is writing what, which ids never existed, and bans.",
            "It believes the checkpoints; `verify` reads the archive itself."
        })
final class StatusCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A folder or s3://bucket; the same as --data-dir.")
    private @Nullable String first;

    @Option(
            names = "--json",
            description =
                    "Print the checkpoints as JSON, with their gaps: see docs/data-format.md.")
    private boolean json;

    @Option(
            names = "--caller",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "listener,backfill",
            description = "Whose bans to show. Default: ${DEFAULT-VALUE}")
    private List<String> callers = List.of();

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        InstantSource clock = Clock.systemUTC();
        PrintWriter out = Output.of(spec);
        try (Stores stores = places.open(first)) {
            List<Checkpoint> all = stores.checkpoints().all();
            Instant now = clock.instant();
            if (json) {
                printJson(all, out);
            } else if (all.isEmpty()) {
                out.println("No symbol has a checkpoint yet.");
            } else {
                print(all, now, out);
                bans(stores, now, out);
            }
            out.flush();
        }
        return 0;
    }

    private static void printJson(List<Checkpoint> all, PrintWriter out) throws IOException {
        JsonMapper mapper = new JsonMapper();
        var array = mapper.createArrayNode();
        for (Checkpoint checkpoint : all) {
            ObjectNode node = (ObjectNode) mapper.readTree(CheckpointJson.write(checkpoint));
            var gaps = node.putArray("gaps");
            checkpoint
                    .gaps(OptionalLong.empty())
                    .forEach(gap ->
                            gaps.addArray().add(gap.range().first()).add(gap.range().last()));
            checkpoint.completeThrough().ifPresent(id -> node.put("completeThrough", id));
            array.add(node);
        }
        out.println(array.toPrettyString());
    }

    private static void print(List<Checkpoint> all, Instant now, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        all.forEach(checkpoint -> rows.add(row(checkpoint, now)));
        out.print(
                Tables.of(
                        List.of(
                                "symbol",
                                "follows from",
                                "complete through",
                                "newest trade",
                                "stored",
                                "gaps",
                                "missing",
                                "claims",
                                "absent"),
                        rows));
        for (Checkpoint checkpoint : all) {
            details(checkpoint, now, out);
        }
    }

    private static List<String> row(Checkpoint c, Instant now) {
        List<Gap> gaps = c.gaps(OptionalLong.empty());
        long expired = c.expiredClaims(now).size();
        return List.of(
                c.symbol().toString(),
                number(c.wanted().followedFrom()),
                number(c.completeThrough()),
                c.headTime().equals(Instant.EPOCH) ? "-" : age(c.headTime(), now) + " ago",
                "%,d".formatted(c.stored().size()),
                "%,d".formatted(gaps.size()),
                "%,d".formatted(gaps.stream().mapToLong(g -> g.range().size()).sum()),
                expired == 0
                        ? Integer.toString(c.claims().size())
                        : "%d (%d expired)".formatted(c.claims().size(), expired),
                "%,d".formatted(c.absent().size()));
    }

    private static void details(Checkpoint c, Instant now, PrintWriter out) {
        for (Gap gap : c.gaps(OptionalLong.empty()).stream().limit(10).toList()) {
            String why =
                    c.deferred().stream()
                            .filter(d -> d.range().overlaps(gap.range()))
                            .findFirst()
                            .map(d -> deferred(d, now))
                            .orElse("waits for the next repair");
            out.printf(
                    "GAP  %s %s (%,d ids, %s): %s%n",
                    c.symbol(),
                    gap.range(),
                    gap.range().size(),
                    gap.kind() == Gap.Kind.FOLLOWED ? "followed" : "asked for",
                    why);
        }
        for (Claim claim : c.claims().stream().limit(10).toList()) {
            out.printf(
                    "CLAIM  %s %s by %s, %s%n",
                    c.symbol(),
                    claim.range(),
                    claim.owner(),
                    claim.isExpired(now)
                            ? "expired: the next repair takes it over"
                            : "for another " + age(now, claim.expires()));
        }
        Coverage open = c.wanted().asked().minus(c.archived());
        if (!open.isEmpty()) {
            out.printf(
                    "ASKED  %s %s is not archived yet%n", c.symbol(), VerifyCommand.ranges(open));
        }
        if (!c.absent().isEmpty()) {
            out.printf(
                    "ABSENT  %s %s never existed%n", c.symbol(), VerifyCommand.ranges(c.absent()));
        }
    }

    private static String deferred(Deferral d, Instant now) {
        String reason =
                switch (d.reason()) {
                    case REST_LAGS -> "the exchange's history does not have it yet";
                    case STEPPED_OVER ->
                            "the exchange's history goes over it; seen again later it counts as absent";
                    case WITHDRAWN -> "the exchange's history starts behind it";
                    case CONTRADICTION ->
                            "the exchange's history contradicts what is claimed or stored";
                    case REFUSED -> "the exchange refuses to tell";
                };
        String next =
                d.retryAt().isAfter(now) ? "tried again in " + age(now, d.retryAt()) : "due now";
        return "%s; open for %s, %s".formatted(reason, age(d.since(), now), next);
    }

    private void bans(Stores stores, Instant now, PrintWriter out) {
        for (String caller : callers) {
            BanMemory.stored(stores.marks(), caller)
                    .filter(mark -> mark.until().isAfter(now))
                    .ifPresent(mark -> ban(caller, mark, now, out));
        }
    }

    private static void ban(String caller, Mark mark, Instant now, PrintWriter out) {
        out.printf(
                "BAN  %s asks nothing for another %s: %s%n",
                caller, age(now, mark.until()), mark.note());
    }

    private static String number(OptionalLong id) {
        return id.isPresent() ? Long.toString(id.getAsLong()) : "-";
    }

    /// The time between two instants, as people say it.
    static String age(Instant from, Instant to) {
        Duration age = Duration.between(from, to);
        if (age.isNegative()) {
            return "0 s";
        }
        if (age.toDays() >= 2) {
            return age.toDays() + " days";
        }
        if (age.toHours() >= 2) {
            return age.toHours() + " h";
        }
        if (age.toMinutes() >= 2) {
            return age.toMinutes() + " min";
        }
        return "%.0f s".formatted(Math.max(0, Trade.micros(to) - Trade.micros(from)) / 1e6);
    }
}
