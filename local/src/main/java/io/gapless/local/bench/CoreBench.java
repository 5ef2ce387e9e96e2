package io.gapless.local.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// How many trades one core can take from the socket to the durable object, and how that compares with
/// a Tyrus client that drops what it receives: all in turns, in one run.
public final class CoreBench implements Bench {
    static final double MOST_OF_BARE_TYRUS = 1.5;
    static final double ONE_CONNECTION = 100_000;
    static final double TWO_CONNECTIONS = 60_000;

    private static final List<String> BARE = List.of(BareTyrus.class.getName());
    private static final List<String> SINK = List.of(Sink.class.getName());

    @Override
    public String name() {
        return "core";
    }

    @Override
    public String description() {
        return "the listener on one core, as many trades as it can take, against a bare Tyrus client";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return Duration.ofMinutes(quick ? 4 : 30);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        int turns = settings.quick() ? 2 : 5;
        long warmUp = settings.quick() ? 3_000_000 : 5_000_000;
        long trades = settings.quick() ? 5_000_000 : 20_000_000;
        List<String> flags =
                settings.listenerFlags().isEmpty()
                        ? ListenerMemory.FLAGS
                        : settings.listenerFlags();
        List<Race.Entry> entries = new ArrayList<>();
        for (Contender contender :
                List.of(
                        new ListenerContender(2, flags),
                        new ReceivingContender("bare Tyrus", 2, BARE),
                        new ListenerContender(1, flags),
                        new ReceivingContender("nothing but a socket", 2, SINK))) {
            entries.add(new Race.Entry(contender, warmUp, trades));
        }
        List<List<Turn>> results = new Race(entries, turns).run(settings, story);
        return figures(results.get(0), results.get(1), results.get(2), results.get(3));
    }

    private static List<Figure> figures(
            List<Turn> two, List<Turn> bare, List<Turn> one, List<Turn> sink) {
        return List.of(
                Race.ratio(two, bare)
                        .figure(
                                "cpu_vs_bare_tyrus",
                                "x",
                                "CPU of the listener over that of a client that drops the same frames")
                        .atMost(MOST_OF_BARE_TYRUS),
                spread(one, Turn::tradesPerCpuSecond)
                        .figure(
                                "trades_per_second_one_core",
                                "/s",
                                "trades archived per CPU second, one connection")
                        .atLeast(ONE_CONNECTION),
                spread(two, Turn::tradesPerCpuSecond)
                        .figure("trades_per_second_two_connections", "/s", "the same with two")
                        .atLeast(TWO_CONNECTIONS),
                spread(one, Turn::tradesPerSecond)
                        .figure(
                                "taken_per_second_one_connection",
                                "/s",
                                "by the clock, while saturated"),
                spread(two, Turn::tradesPerSecond)
                        .figure(
                                "taken_per_second_two_connections",
                                "/s",
                                "by the clock, while saturated"),
                spread(two, Turn::microsPerTrade)
                        .figure(
                                "listener_us_per_trade",
                                "µs",
                                "two connections, socket to durable object"),
                spread(one, Turn::microsPerTrade)
                        .figure(
                                "listener_us_per_trade_one_connection",
                                "µs",
                                "socket to durable object"),
                spread(bare, Turn::microsPerTrade)
                        .figure(
                                "bare_tyrus_us_per_trade",
                                "µs",
                                "both connections' frames, dropped"),
                spread(sink, turn -> 2 * turn.tradesPerSecond())
                        .figure(
                                "exchange_frames_per_second",
                                "/s",
                                "that it can send, by the clock, to a client that only reads"));
    }

    private static Spread spread(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        return Spread.of(turns.stream().mapToDouble(figure).boxed().toList());
    }
}
