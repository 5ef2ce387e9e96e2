package io.gapless.listener.feed;

import io.gapless.trade.Symbol;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What it takes to decode a trade frame, against looking at each of its bytes once. Frames are as they
/// were recorded, with times in µs; a thousand of them, so that no branch can be learnt by heart.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private static final int FRAMES = 1_024;

    private final List<Symbol> symbols =
            IntStream.rangeClosed(1, 100)
                    .mapToObj(i -> Symbol.of("GAP%04dUSDT".formatted(i)))
                    .toList();
    private final TradeFrameDecoder decoder = new TradeFrameDecoder(new SymbolTable(symbols));
    private final byte[] bytes;
    private final int[] ends = new int[FRAMES];

    public DecodeBenchmark() {
        Random random = new Random(1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < FRAMES; i++) {
            all.writeBytes(frame(random, i).getBytes(StandardCharsets.US_ASCII));
            ends[i] = all.size();
        }
        bytes = all.toByteArray();
    }

    private String frame(Random random, int i) {
        String symbol = symbols.get(random.nextInt(symbols.size())).exchangeName();
        long time = 1_767_225_600_000_000L + i * 137L;
        return String.format(
                Locale.ROOT,
                "{\"stream\":\"%s@trade\",\"data\":{\"e\":\"trade\",\"E\":%d,\"s\":\"%s\",\"t\":%d,\"p\":\"%d.%02d000000\",\"q\":\"%d.%05d000\",\"T\":%d,\"m\":%b,\"M\":true}}",
                symbol.toLowerCase(Locale.ROOT),
                time + random.nextInt(3_000),
                symbol,
                3_000_000_000L + i,
                random.nextInt(100_000),
                random.nextInt(100),
                random.nextInt(100) < 80 ? 0 : random.nextInt(1_000),
                random.nextInt(100_000),
                time,
                random.nextBoolean());
    }

    /// Every field of a frame.
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long decode() {
        long sum = 0;
        int from = 0;
        for (int to : ends) {
            if (!decoder.decode(bytes, from, to)) {
                throw new AssertionError("frame at " + from);
            }
            DecodedTrade trade = decoder.trade();
            sum += trade.symbol + trade.id + trade.price + trade.quantity + trade.time + trade.eventTime;
            from = to;
        }
        return sum;
    }

    /// Each byte once, as any reader has to: where fields begin and end, and what their digits come to.
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long scan() {
        long sum = 0;
        int from = 0;
        for (int to : ends) {
            long value = 0;
            for (int at = from; at < to; at++) {
                int digit = bytes[at] - '0';
                if (digit >= 0 && digit <= 9) {
                    value = value * 10 + digit;
                } else if (bytes[at] == '"' || bytes[at] == ',') {
                    sum += value;
                    value = 0;
                }
            }
            from = to;
        }
        return sum;
    }
}
