package io.gapless.exchange.fault;

import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The faults by the names that control requests use: `POST /control/faults?fault=<name>&<parameter>=…`.
public final class FaultCatalogue {

    /// One fault of the catalogue.
    ///
    /// @param name the value of the parameter `fault`
    /// @param meaning what it does, for people
    /// @param example a query that makes one, with every parameter it takes
    /// @param type the record that it makes
    public record Entry(String name, String meaning, String example, Class<? extends Fault> type) {}

    private record Kind(Entry entry, Function<Values, Fault> parser) {}

    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        frames();
        connections();
        rest();
        dumps();
        market();
    }

    private FaultCatalogue() {}

    public static List<Entry> entries() {
        return KINDS.values().stream().map(Kind::entry).toList();
    }

    /// Makes the fault that a control request asks for.
    ///
    /// @throws IllegalArgumentException with a message that names the parameter at fault and shows an example
    public static Fault parse(Map<String, String> parameters) {
        Kind kind = KINDS.get(parameters.getOrDefault("fault", ""));
        if (kind == null) {
            throw new IllegalArgumentException(
                    "fault must be one of %s: %s"
                            .formatted(KINDS.keySet(), parameters.get("fault")));
        }
        try {
            Values values = new Values(parameters);
            Fault fault = kind.parser().apply(values);
            values.refuseUnread();
            return fault;
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "%s; example: %s".formatted(invalid.getMessage(), kind.entry().example()),
                    invalid);
        }
    }

    private static void frames() {
        add(
                "drop",
                "leave frames out with this probability",
                "fault=drop&probability=0.01&symbol=BTCUSDT&connection=1",
                Fault.DropFrames.class,
                values -> new Fault.DropFrames(values.scope(), values.number("probability")));
        add(
                "drop-ids",
                "leave the frames of these ids out",
                "fault=drop-ids&from=6100000100&to=6100000199&symbol=BTCUSDT&connection=1",
                Fault.DropIds.class,
                values -> new Fault.DropIds(values.scope(), values.ids()));
        add(
                "duplicate",
                "send frames twice with this probability",
                "fault=duplicate&probability=0.01&symbol=BTCUSDT&connection=1",
                Fault.DuplicateFrames.class,
                values -> new Fault.DuplicateFrames(values.scope(), values.number("probability")));
        add(
                "reorder",
                "hold frames back with this probability until so many later ones of the symbol are sent",
                "fault=reorder&probability=0.01&distance=5&symbol=BTCUSDT&connection=1",
                Fault.ReorderFrames.class,
                values ->
                        new Fault.ReorderFrames(
                                values.scope(),
                                values.number("probability"),
                                values.count("distance", 1)));
        add(
                "stall",
                "a symbol's stream goes silent while REST goes on",
                "fault=stall&symbol=BTCUSDT&connection=1",
                Fault.Stall.class,
                values -> new Fault.Stall(values.scope()));
    }

    private static void connections() {
        add(
                "silent",
                "sockets stay open and nothing is sent, not even pings",
                "fault=silent&connection=1",
                Fault.GoSilent.class,
                values -> new Fault.GoSilent(values.connection()));
        add(
                "half-open",
                "nothing is sent and nothing is read any more",
                "fault=half-open&connection=1",
                Fault.HalfOpen.class,
                values -> new Fault.HalfOpen(values.connection()));
        add(
                "cut",
                "cut connections now: style CLOSE (close frame with code), FIN or RST",
                "fault=cut&connection=1&style=RST&code=1001",
                Fault.Cut.class,
                values ->
                        new Fault.Cut(
                                values.connection(),
                                values.choice("style", Fault.CutStyle.CLOSE, Fault.CutStyle.class),
                                values.count("code", 1001)));
        add(
                "refuse",
                "for so long reset whoever opens a stream",
                "fault=refuse&for=PT10S",
                Fault.RefuseConnections.class,
                values -> new Fault.RefuseConnections(values.duration("for")));
        add(
                "slow-handshake",
                "answer handshakes only after this time",
                "fault=slow-handshake&delay=PT5S",
                Fault.SlowHandshake.class,
                values -> new Fault.SlowHandshake(values.duration("delay")));
        add(
                "handshake-status",
                "answer the next handshakes with this HTTP status",
                "fault=handshake-status&status=451&handshakes=1",
                Fault.RefuseHandshakes.class,
                values ->
                        new Fault.RefuseHandshakes(
                                values.count("status", 451), values.count("handshakes", 1)));
        add(
                "server-shutdown",
                "send serverShutdown and close the connections later",
                "fault=server-shutdown&connection=1&cut-after=PT30S",
                Fault.ServerShutdown.class,
                values ->
                        new Fault.ServerShutdown(
                                values.connection(), values.duration("cut-after")));
    }

    private static void rest() {
        add(
                "rest-lag",
                "historicalTrades and aggTrades do not serve what is newer than this",
                "fault=rest-lag&lag=PT5S",
                Fault.RestLag.class,
                values -> new Fault.RestLag(values.duration("lag")));
        add(
                "page",
                "the next pages of historicalTrades are wrong: flaw LATE (start so many rows late), SHORT (only so many rows), EMPTY or REPEATED",
                "fault=page&flaw=LATE&rows=3&pages=1&symbol=BTCUSDT",
                Fault.FlawedPages.class,
                values ->
                        new Fault.FlawedPages(
                                values.optional("symbol"),
                                values.choice("flaw", Fault.PageFlaw.LATE, Fault.PageFlaw.class),
                                values.count("rows", 1),
                                values.count("pages", 1)));
        add(
                "rest-status",
                "answer the next REST calls with this status: 429, 418, 403, 451, 5xx",
                "fault=rest-status&status=429&calls=1&retry-after=PT10S",
                Fault.RefuseCalls.class,
                values ->
                        new Fault.RefuseCalls(
                                values.count("status", 500),
                                values.count("calls", 1),
                                values.duration("retry-after", Duration.ofSeconds(10))));
        add(
                "rest-timeout",
                "hold the next REST calls for so long, then answer -1007",
                "fault=rest-timeout&calls=1&hold=PT10S",
                Fault.TimeOutCalls.class,
                values ->
                        new Fault.TimeOutCalls(
                                values.count("calls", 1),
                                values.duration("hold", Duration.ofSeconds(10))));
        add(
                "rest-delay",
                "every reply of REST comes only after this time",
                "fault=rest-delay&delay=PT0.1S",
                Fault.RestDelay.class,
                values -> new Fault.RestDelay(values.duration("delay")));
        add(
                "ban",
                "ban all callers for so long",
                "fault=ban&for=PT2M",
                Fault.Ban.class,
                values -> new Fault.Ban(values.duration("for")));
    }

    private static void dumps() {
        add(
                "late-dumps",
                "daily files are published so much later than at midnight, market time",
                "fault=late-dumps&by=8h",
                Fault.LateDumps.class,
                values -> new Fault.LateDumps(values.duration("by")));
        add(
                "cut-dumps",
                "the next transfers of daily files end after so many bytes",
                "fault=cut-dumps&transfers=1&bytes=100000",
                Fault.CutDumps.class,
                values ->
                        new Fault.CutDumps(values.count("transfers", 1), values.count("bytes", 0)));
        add(
                "dump",
                "daily files are wrong: flaw SHORT or HOLE (so many rows missing), DUPLICATE, CONFLICT (so many rows with another price), UNSORTED, HEADER, WRONG_CHECKSUM or LATE (not there yet); good ones replace them later",
                "fault=dump&flaw=SHORT&rows=100&symbol=BTCUSDT&date=2026-01-01&rewritten-after=24h",
                Fault.FlawedDump.class,
                values ->
                        new Fault.FlawedDump(
                                values.optional("symbol"),
                                values.optional("date").map(LocalDate::parse),
                                values.choice("flaw", Fault.DumpFlaw.SHORT, Fault.DumpFlaw.class),
                                values.count("rows", 1),
                                values.optionalDuration("rewritten-after")));
    }

    private static void market() {
        add(
                "never-issue",
                "these ids are never issued: neither stream nor REST nor truth has them",
                "fault=never-issue&symbol=BTCUSDT&from=6100000100&to=6100000199",
                Fault.NeverIssue.class,
                values -> new Fault.NeverIssue(values.text("symbol"), values.ids()));
        add(
                "hide-from-rest",
                "REST steps over these ids, only the stream has them",
                "fault=hide-from-rest&symbol=BTCUSDT&from=6100000100&to=6100000199",
                Fault.HideFromRest.class,
                values -> new Fault.HideFromRest(values.text("symbol"), values.ids()));
        add(
                "withdraw-history",
                "REST serves nothing below this id any more",
                "fault=withdraw-history&symbol=BTCUSDT&below=6100000000",
                Fault.WithdrawHistory.class,
                values -> new Fault.WithdrawHistory(values.text("symbol"), values.id("below")));
        add(
                "halt",
                "trading stops with status HALT, of one symbol or all",
                "fault=halt&symbol=BTCUSDT",
                Fault.Halt.class,
                values -> new Fault.Halt(values.optional("symbol")));
        add(
                "delist",
                "trading stops with status BREAK, history is still served",
                "fault=delist&symbol=BTCUSDT",
                Fault.Delist.class,
                values -> new Fault.Delist(values.text("symbol")));
        add(
                "remove",
                "the exchange does not know the symbol any more",
                "fault=remove&symbol=BTCUSDT",
                Fault.Remove.class,
                values -> new Fault.Remove(values.text("symbol")));
        add(
                "restart-ids",
                "the next trade starts a new id space with this id",
                "fault=restart-ids&symbol=BTCUSDT&first=1",
                Fault.RestartIds.class,
                values -> new Fault.RestartIds(values.text("symbol"), values.id("first")));
        add(
                "burst",
                "so many more trades from now on, within one second or one millisecond",
                "fault=burst&symbol=BTCUSDT&trades=700&within=PT0.001S",
                Fault.Burst.class,
                values ->
                        new Fault.Burst(
                                values.text("symbol"),
                                values.count("trades", 1),
                                values.duration("within", Duration.ofSeconds(1))));
        add(
                "jump-clock",
                "the exchange's clock and all later trade times jump",
                "fault=jump-clock&by=-PT2S",
                Fault.JumpClock.class,
                values -> new Fault.JumpClock(values.duration("by")));
    }

    private static void add(
            String name,
            String meaning,
            String example,
            Class<? extends Fault> type,
            Function<Values, Fault> parser) {
        KINDS.put(name, new Kind(new Entry(name, meaning, example, type), parser));
    }
}
