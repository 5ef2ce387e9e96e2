package io.gapless.exchange.dump;

import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.fault.Fault.DumpFlaw;
import io.gapless.exchange.fault.Fault.FlawedDump;
import io.gapless.exchange.market.Market;
import io.gapless.exchange.market.SymbolMarket;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers `/data/spot/daily/trades/…`: the zip of each day that is over on the market's clock, and its checksum. Files are made when they are asked for. Owned by the
/// exchange's one thread, which a day of a million rows keeps busy for about a second.
public final class DumpHost {

    /// The path of everything here.
    public static final String PREFIX = "/data/";

    /// Files kept as they were made.
    static final int MOST_KEPT = 8;

    /// More faults at once than any experiment needs.
    static final int MOST_FAULTS = 100_000;

    private static final long DAY_MICROS = 86_400_000_000L;
    private static final Pattern PATH =
            Pattern.compile(
                    "/data/spot/daily/trades/([^/]+)/\\1-trades-([0-9]{4}-[0-9]{2}-[0-9]{2})\\.zip(\\.CHECKSUM)?");
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,9})-");

    private record Version(String symbol, LocalDate date, int idSpace, List<FlawedDump> flaws) {}

    private final Market market;
    private final Counters counters;
    private final List<FlawedDump> flaws = new ArrayList<>();
    private final Map<Version, PublishedFile> made = new LinkedHashMap<>();
    private final DumpLedger ledger = new DumpLedger();
    private long lateMicros;
    private int cutsLeft;
    private int cutAfter;

    public DumpHost(Market market, Counters counters) {
        this.market = market;
        this.counters = counters;
    }

    /// Puts a fault into force.
    ///
    /// @throws NoSuchElementException when the exchange never had the symbol
    public void inject(Fault.OfDumps fault) {
        switch (fault) {
            case Fault.LateDumps late -> lateMicros = micros(late.by());
            case Fault.CutDumps cut -> {
                cutsLeft = cut.transfers();
                cutAfter = cut.bytes();
            }
            case FlawedDump flaw -> {
                if (flaws.size() == MOST_FAULTS) {
                    throw new IllegalStateException(
                            "more than " + MOST_FAULTS + " flawed dumps at once");
                }
                flaw.symbol().ifPresent(market::symbol);
                flaws.add(flaw);
            }
        }
    }

    /// What was wrong with the files that were fetched so far.
    public DumpStrikes strikes() {
        return ledger.strikes();
    }

    /// Ends all faults: flawed files are replaced by good ones.
    public void clearFaults() {
        flaws.clear();
        lateMicros = 0;
        cutsLeft = 0;
    }

    /// Answers one request.
    ///
    /// @param path decoded
    /// @param range the header `Range`
    /// @param ifRange the header `If-Range`
    public DumpAnswer answer(
            String method, String path, Optional<String> range, Optional<String> ifRange) {
        if (!method.equals("GET")) {
            return DumpAnswer.none(405);
        }
        counters.add(Counter.DUMP_CALLS);
        Matcher asked = PATH.matcher(path);
        Optional<PublishedFile> zip = asked.matches() ? zip(asked) : Optional.empty();
        if (zip.isEmpty()) {
            return DumpAnswer.none(404);
        }
        if (asked.group(3) != null) {
            PublishedFile checksum = checksum(asked, zip.get());
            return new DumpAnswer(200, Optional.of(checksum), 0, checksum.size());
        }
        String name = asked.group(1) + " " + asked.group(2);
        ledger.sent(name, zip.get().tag(), flaws(asked));
        int from = ifRange.orElse("").equals(zip.get().tag()) ? from(range, zip.get().size()) : 0;
        int whole = zip.get().size() - from;
        int sent = cutsLeft > 0 ? Math.min(cutAfter, whole) : whole;
        cutsLeft = Math.max(0, cutsLeft - 1);
        if (sent < whole) {
            ledger.cut(name);
        }
        return new DumpAnswer(from > 0 ? 206 : 200, zip, from, sent);
    }

    private static int from(Optional<String> range, int size) {
        Matcher asked = RANGE.matcher(range.orElse(""));
        int from = asked.matches() ? Integer.parseInt(asked.group(1)) : 0;
        return from < size ? from : 0;
    }

    private Optional<PublishedFile> zip(Matcher asked) {
        try {
            SymbolMarket symbol = market.symbol(asked.group(1));
            LocalDate date = LocalDate.parse(asked.group(2));
            if (!isPublished(date) || !DumpWriter.hasTrades(symbol, date)) {
                return Optional.empty();
            }
            if (has(flaws(symbol, date), DumpFlaw.LATE)) {
                ledger.late(asked.group(1) + " " + asked.group(2));
                return Optional.empty();
            }
            return Optional.of(made(symbol, date));
        } catch (NoSuchElementException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private boolean isPublished(LocalDate date) {
        return market.clock().shownMicros() >= publishedAt(date) + lateMicros;
    }

    private static long publishedAt(LocalDate date) {
        return (date.toEpochDay() + 1) * DAY_MICROS;
    }

    private PublishedFile made(SymbolMarket symbol, LocalDate date) {
        Version version = new Version(symbol.symbol(), date, symbol.idSpace(), flaws(symbol, date));
        PublishedFile file = made.remove(version);
        if (file == null) {
            file = new PublishedFile(new DumpWriter(symbol, date, version.flaws()).zip());
        }
        made.put(version, file);
        if (made.size() > MOST_KEPT) {
            made.remove(made.keySet().iterator().next());
        }
        return file;
    }

    private List<FlawedDump> flaws(Matcher asked) {
        return flaws(market.symbol(asked.group(1)), LocalDate.parse(asked.group(2)));
    }

    private static boolean has(List<FlawedDump> flaws, DumpFlaw wanted) {
        return flaws.stream().anyMatch(flaw -> flaw.flaw() == wanted);
    }

    private List<FlawedDump> flaws(SymbolMarket symbol, LocalDate date) {
        long age = market.clock().shownMicros() - publishedAt(date);
        return flaws.stream()
                .filter(flaw -> flaw.symbol().map(symbol.symbol()::equals).orElse(true))
                .filter(flaw -> flaw.date().map(date::equals).orElse(true))
                .filter(flaw -> flaw.rewrittenAfter().map(d -> age < micros(d)).orElse(true))
                .toList();
    }

    private PublishedFile checksum(Matcher asked, PublishedFile zip) {
        boolean wrong = has(flaws(asked), DumpFlaw.WRONG_CHECKSUM);
        String sha256 = PublishedFile.sha256(wrong ? new byte[0] : zip.bytes());
        String text = "%s  %s-trades-%s.zip\n".formatted(sha256, asked.group(1), asked.group(2));
        return new PublishedFile(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
