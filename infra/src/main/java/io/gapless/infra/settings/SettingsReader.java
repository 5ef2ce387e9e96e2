package io.gapless.infra.settings;

import io.gapless.trade.SymbolSelection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Makes [Settings] out of CDK context, and tells everything that is wrong with it at once.
public final class SettingsReader {
    /// The listener's Glue table names every symbol, and Glue takes about a megabyte.
    public static final int MAX_SYMBOLS = 2_000;

    /// Stands for symbols that are not set or wrong, until that is told with all else.
    private static final SymbolSelection NOTHING_YET = SymbolSelection.parse("NONE");

    private static final Duration SHORTEST_FLUSH = Duration.ofSeconds(5);
    private static final Duration LONGEST_FLUSH = Duration.ofMinutes(15);
    private static final Duration LONGEST_SCHEDULE = Duration.ofHours(1);
    private static final Duration LONGEST_STALE = Duration.ofHours(6);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,30}[a-z0-9]");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,3}(-[a-z]+)+-\\d");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern VPC = Pattern.compile("vpc-[0-9a-f]{8,17}");
    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{8,17}");
    private static final Set<Integer> RETENTIONS =
            Set.of(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653);

    private final Context context;

    private SettingsReader(Function<String, Optional<String>> lookUp) {
        context = new Context(lookUp);
    }

    /// @param lookUp the context's value of a key, if it was set
    /// @throws InvalidSettingsException with a sentence for each thing that is wrong
    public static Settings read(Function<String, Optional<String>> lookUp) {
        return new SettingsReader(lookUp).read();
    }

    private Settings read() {
        Duration flush = context.duration(ContextKey.FLUSH_INTERVAL, SHORTEST_FLUSH, LONGEST_FLUSH);
        int listeners = context.number(ContextKey.LISTENERS, 1, 2);
        Settings settings =
                new Settings(
                        followed(),
                        context.symbols(ContextKey.PAST_SYMBOLS),
                        context.value(ContextKey.NAME, SettingsReader::name),
                        region(),
                        flush,
                        listeners,
                        oneOf(ContextKey.CAPACITY, "on-demand", "spot").equals("spot"),
                        context.value(ContextKey.TASK, TaskSize::of),
                        context.value(ContextKey.SCHEDULE, SettingsReader::schedule),
                        staleAfter(flush),
                        context.number(ContextKey.WEIGHT_PER_MINUTE, 100, 6_000),
                        matching(ContextKey.ALARM_EMAIL, EMAIL, "an e-mail address"),
                        context.number(ContextKey.MONTHLY_BUDGET, 1, 1_000_000),
                        context.value(ContextKey.LOG_RETENTION, SettingsReader::retention),
                        matching(
                                ContextKey.BUCKET_NAME,
                                BUCKET,
                                "a bucket name: 3 to 63 lower case letters, digits, dots and hyphens"),
                        oneOf(ContextKey.ARCHIVE, "new", "existing").equals("existing"),
                        context.value(ContextKey.TABLE_CAPACITY, TableCapacity::of),
                        network(listeners),
                        context.value(ContextKey.ARCHIVE_FROM, SettingsReader::day),
                        context.number(ContextKey.SCAN_LIMIT, 1, 100_000),
                        oneOf(ContextKey.EMULATOR, "false", "true").equals("true"));
        context.requireValid();
        return settings;
    }

    private SymbolSelection followed() {
        SymbolSelection selection = context.selection(ContextKey.SYMBOLS).orElse(NOTHING_YET);
        if (context.named(ContextKey.SYMBOLS).isEmpty()) {
            context.error(
                    "symbols is not set: say what to archive, such as -c symbols=BTCUSDT,ETHUSDT.");
        }
        if (selection.named().size() > MAX_SYMBOLS) {
            context.error(
                    "symbols names %d, more than %d: use several stacks, each with a name of its own."
                            .formatted(selection.named().size(), MAX_SYMBOLS));
        }
        return selection;
    }

    /// Only a region that was named is judged: without an account the CDK itself says `us-east-1`.
    private String region() {
        String region =
                context.value(
                        ContextKey.REGION,
                        text -> {
                            if (!REGION.matcher(text).matches()) {
                                throw new IllegalArgumentException(
                                        "expected a region such as ap-northeast-1");
                            }
                            return text;
                        });
        if (region.startsWith("us-")) {
            context.error(
                    "region=%s: Binance refuses service to addresses in the USA (HTTP 451), so nothing would be archived there. Deploy to ap-northeast-1, next to Binance, and read the bucket from wherever you like; S3 replication brings it to %s."
                            .formatted(region, region));
        }
        if (region.startsWith("cn-")) {
            context.error(
                    "region=%s: Binance's addresses cannot be reached reliably from mainland China. Deploy to ap-northeast-1 or ap-east-1."
                            .formatted(region));
        }
        return region;
    }

    private Duration staleAfter(Duration flush) {
        // The default follows a longer flush interval; a wish is held to it.
        Duration least = flush.multipliedBy(2);
        Duration usual = Duration.ofMinutes(3);
        if (context.named(ContextKey.STALE_AFTER).isEmpty()) {
            Duration following = flush.multipliedBy(3);
            return following.compareTo(usual) > 0 ? following : usual;
        }
        Duration wish =
                context.duration(ContextKey.STALE_AFTER, Duration.ofSeconds(10), LONGEST_STALE);
        if (wish.compareTo(least) < 0) {
            context.error(
                    "staleAfter=%s: at a flush interval of %s the repair would race a healthy listener; expected %s at least."
                            .formatted(
                                    Context.simple(wish),
                                    Context.simple(flush),
                                    Context.simple(least)));
        }
        return wish;
    }

    private Optional<ExistingNetwork> network(int listeners) {
        Optional<String> vpc = matching(ContextKey.VPC, VPC, "a VPC's id such as vpc-0123abcd");
        List<String> subnets = context.list(ContextKey.SUBNETS);
        if (context.named(ContextKey.VPC).isPresent() == subnets.isEmpty()) {
            context.error(
                    "vpc and subnets belong together: name the VPC and its public subnets, or neither.");
        }
        for (String subnet : subnets) {
            if (!SUBNET.matcher(subnet).matches()) {
                context.error(
                        "subnets: \"%s\" is not a subnet's id such as subnet-0123abcd."
                                .formatted(subnet));
            }
        }
        if (!subnets.isEmpty() && subnets.size() < listeners) {
            context.error(
                    "subnets names %d, and %d listeners need one each."
                            .formatted(subnets.size(), listeners));
        }
        return vpc.map(id -> new ExistingNetwork(id, subnets));
    }

    private String oneOf(ContextKey key, String... choices) {
        return context.value(
                key,
                text -> {
                    String choice = text.toLowerCase(Locale.ROOT);
                    if (!List.of(choices).contains(choice)) {
                        throw new IllegalArgumentException(
                                "expected " + String.join(" or ", choices));
                    }
                    return choice;
                });
    }

    private Optional<String> matching(ContextKey key, Pattern pattern, String what) {
        return context.value(
                key,
                text -> {
                    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
                        throw new IllegalArgumentException("expected " + what);
                    }
                    return text.isEmpty() ? Optional.empty() : Optional.of(text);
                });
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected 3 to 32 lower case letters, digits and hyphens, a letter first");
        }
        return text;
    }

    private static Duration schedule(String text) {
        Duration every = io.gapless.config.Environment.parseDuration(text);
        if (every.toSecondsPart() != 0
                || every.toNanosPart() != 0
                || !every.isPositive()
                || every.compareTo(LONGEST_SCHEDULE) > 0) {
            throw new IllegalArgumentException("expected whole minutes from 1m to 60m");
        }
        return every;
    }

    private static Integer retention(String text) {
        String expected =
                "CloudWatch offers 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827 or 3653 days";
        if (!text.matches("\\d{1,4}") || !RETENTIONS.contains(Integer.valueOf(text))) {
            throw new IllegalArgumentException(expected);
        }
        return Integer.valueOf(text);
    }

    private static LocalDate day(String text) {
        LocalDate first = LocalDate.of(2017, 7, 1);
        try {
            LocalDate day = LocalDate.parse(text);
            if (!day.isBefore(first)) {
                return day;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expected a day such as 2026-01-01", e);
        }
        throw new IllegalArgumentException("Binance's trades begin in July 2017");
    }
}
