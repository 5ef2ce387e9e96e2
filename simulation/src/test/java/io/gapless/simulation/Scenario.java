package io.gapless.simulation;

import io.gapless.listener.ingest.IngestSettings;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeColumns;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A story as its script: what happens when, in the words of those who have to live with it. Times are
/// counted from the start of the listeners.
final class Scenario {
    static final Symbol BITCOIN = Symbol.of("BTCUSDT");
    static final Symbol ETHER = Symbol.of("ETHUSDT");

    /// There is history before anybody listens.
    private static final Duration BEFORE = Duration.ofMinutes(5);

    private static final double USUAL_TRADES = 4;
    private static final long USUAL_MEMORY = 154 << 20;

    /// Something that happens.
    ///
    /// @param told what the report says; empty for what shows otherwise
    record Cue(Duration at, String told, Consumer<Stage> act) {}

    private final String name;
    private final Map<Symbol, ScriptedTape> tapes = new TreeMap<>();
    private final List<Cue> cues = new ArrayList<>();
    private Instant start = Instant.parse("2026-01-15T12:00:00Z");
    private Duration lasts = Duration.ofHours(1);
    private Duration restart = Duration.ofSeconds(40);
    private long memory = USUAL_MEMORY;
    private int listeners = 1;
    private Duration now = Duration.ZERO;

    private Scenario(String name) {
        this.name = name;
        tapes.put(BITCOIN, new ScriptedTape(USUAL_TRADES));
        tapes.put(ETHER, new ScriptedTape(USUAL_TRADES / 4));
    }

    /// An hour of trading, one listener and a repair every minute, with the settings of production.
    static Scenario named(String name) {
        return new Scenario(name);
    }

    Scenario lasting(String time) {
        lasts = time(time);
        return this;
    }

    Scenario beginningAt(String instant) {
        start = Instant.parse(instant);
        return this;
    }

    Scenario withListeners(int count) {
        listeners = count;
        return this;
    }

    /// How long ECS takes to start a listener anew.
    Scenario restartingWithin(String time) {
        restart = time(time);
        return this;
    }

    Scenario withMemoryOf(long bytes) {
        memory = Math.max(IngestSettings.LEAST_MEMORY, bytes);
        return this;
    }

    Scenario trading(double perSecond) {
        tapes.put(BITCOIN, new ScriptedTape(perSecond));
        tapes.put(ETHER, new ScriptedTape(perSecond / 4));
        return this;
    }

    /// Many trades for a while.
    Scenario busy(String from, String to, double perSecond) {
        tapeOf(BITCOIN).busy(time(from), time(to), perSecond);
        return told(time(from), "BTCUSDT: %.0f trades a second until %s".formatted(perSecond, to));
    }

    /// What follows happens at this time.
    Scenario at(String time) {
        now = time(time);
        return this;
    }

    Scenario burstOf(int trades) {
        tapeOf(BITCOIN).burst(now, trades);
        return told(now, "BTCUSDT: %d trades within a millisecond".formatted(trades));
    }

    Scenario neverIssues(int ids) {
        tapeOf(BITCOIN).neverIssued(now, ids);
        return told(now, "BTCUSDT: the exchange skips %d ids".formatted(ids));
    }

    Scenario delists(Symbol symbol) {
        tapeOf(symbol).ends(now);
        return cue(symbol + " is delisted", stage -> stage.delist(symbol));
    }

    Scenario socketsAreCut() {
        return cue("all sockets are cut at once", stage -> stage.streams().cut());
    }

    Scenario exchangeCutsSocketsAfter(String age) {
        return cue(
                "from now on the exchange cuts sockets that are %s old".formatted(age),
                stage -> stage.cutWhatIsOlderThan(time(age)));
    }

    Scenario streamsGoAway() {
        return cue(
                "the streams fall silent, and no connection can be made",
                stage -> {
                    stage.streams().fallSilent();
                    stage.faults().begin(Fault.CONNECT_REFUSED, 1);
                });
    }

    Scenario streamsComeBack() {
        return cue("the streams are back", stage -> stage.faults().over(Fault.CONNECT_REFUSED));
    }

    Scenario internetGoesAway() {
        return cue(
                "nothing can be reached: streams, REST, S3, DynamoDB",
                stage -> {
                    stage.streams().fallSilent();
                    stage.faults().begin(Fault.CONNECT_REFUSED, 1);
                    stage.faults().begin(Fault.REST_NO_ANSWER, 1);
                    stage.faults().begin(Fault.S3_TIMED_OUT, 1);
                    stage.faults().begin(Fault.DYNAMO_TIMED_OUT, 1);
                });
    }

    Scenario internetComesBack() {
        return cue(
                "everything can be reached again",
                stage -> {
                    stage.faults().over(Fault.CONNECT_REFUSED);
                    stage.faults().over(Fault.REST_NO_ANSWER);
                    stage.faults().over(Fault.S3_TIMED_OUT);
                    stage.faults().over(Fault.DYNAMO_TIMED_OUT);
                });
    }

    Scenario stalls(Symbol symbol) {
        return cue(
                "%s stalls on one of the sockets; the rest goes on".formatted(symbol),
                stage -> stage.stall(symbol));
    }

    Scenario begins(Fault fault, double rate, String told) {
        return cue(told, stage -> stage.faults().begin(fault, rate));
    }

    Scenario begins(Fault fault, String each, String told) {
        return cue(told, stage -> stage.faults().begin(fault, time(each)));
    }

    /// Strikes some of the next occasions, after those that are skipped.
    Scenario happens(Fault fault, int skipped, int times, String each, String told) {
        return cue(told, stage -> stage.faults().some(fault, skipped, times, time(each)));
    }

    Scenario ends(Fault fault, String told) {
        return cue(told, stage -> stage.faults().over(fault));
    }

    Scenario historyLags(String behind) {
        return cue(
                "REST serves nothing of the last %s".formatted(behind),
                stage -> stage.world().market().tape().lag(time(behind)));
    }

    Scenario listenersAreKilled() {
        return cue("SIGKILL for every listener", Stage::killListeners);
    }

    Scenario listenerDiesBetweenPutAndCommit() {
        return cue("SIGKILL for the listener after its next put", Stage::dieAfterPut);
    }

    Scenario listenerFreezesBetweenClaimAndPut(String time) {
        return cue(
                "a listener stands still before its next put, for " + time,
                stage -> stage.freezeBeforePut(time(time)));
    }

    Scenario clockOfListenersIsWrongBy(String time, boolean ahead) {
        return cue(
                "the clock of every listener is %s %s".formatted(time, ahead ? "fast" : "slow"),
                stage -> stage.skewListeners(ahead ? time(time) : time(time).negated()));
    }

    Scenario deploys() {
        return cue("a deploy", Stage::deploy);
    }

    String name() {
        return name;
    }

    Instant start() {
        return start;
    }

    Duration lasts() {
        return lasts;
    }

    Duration restart() {
        return restart;
    }

    long memory() {
        return memory;
    }

    int listeners() {
        return listeners;
    }

    /// How long nothing happens. What is missed at the very start is not this story's.
    Duration quiet() {
        return cues.stream().map(Cue::at).min(Duration::compareTo).orElse(Duration.ofSeconds(1));
    }

    List<Cue> cues() {
        return List.copyOf(cues);
    }

    /// What is traded.
    Map<Symbol, TradeColumns> tapes() {
        Map<Symbol, TradeColumns> written = new TreeMap<>();
        tapes.forEach((symbol, tape) ->
                written.put(symbol, tape.write(start, BEFORE, lasts, written.size())));
        return written;
    }

    private ScriptedTape tapeOf(Symbol symbol) {
        return Objects.requireNonNull(tapes.get(symbol));
    }

    private Scenario told(Duration at, String told) {
        cues.add(new Cue(at, told, _ -> {}));
        return this;
    }

    private Scenario cue(String told, Consumer<Stage> act) {
        cues.add(new Cue(now, told, act));
        return this;
    }

    /// Of a time of the script such as `00:10` or `23:05:30`, or a length such as `5 min`.
    static Duration time(String text) {
        if (text.contains(" ")) {
            String[] words = text.split(" ", 2);
            return Duration.of(
                    Long.parseLong(words[0]),
                    switch (words[1]) {
                        case "s" -> ChronoUnit.SECONDS;
                        case "min" -> ChronoUnit.MINUTES;
                        case "h" -> ChronoUnit.HOURS;
                        default -> throw new IllegalArgumentException(text + " is no time");
                    });
        }
        String[] parts = text.split(":", -1);
        Duration minutes =
                Duration.ofHours(Long.parseLong(parts[0])).plusMinutes(Long.parseLong(parts[1]));
        return parts.length < 3 ? minutes : minutes.plusSeconds(Long.parseLong(parts[2]));
    }

    @Override
    public String toString() {
        return name;
    }
}
