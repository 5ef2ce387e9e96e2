package io.gapless.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// One turn of a [Contender]: as many trades as it can take, after as many to warm up.
///
/// @param trades how many, each counted once, whatever the number of connections
/// @param cpuSeconds that the contender took for them, until it had dealt with all
/// @param seconds that passed until all were sent
/// @param exchangeCpuSeconds that the exchange took to send them
record Turn(long trades, double cpuSeconds, double seconds, double exchangeCpuSeconds) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /// Processor time of a trade, in µs.
    double microsPerTrade() {
        return cpuSeconds * 1e6 / trades;
    }

    /// How many a core could take in a second that it had for nothing else.
    double tradesPerCpuSecond() {
        return trades / cpuSeconds;
    }

    /// How many were taken in a second that passed.
    double tradesPerSecond() {
        return trades / seconds;
    }

    @Override
    public String toString() {
        return "%.2f µs of CPU per trade, %,.0f trades/s; the exchange took %.2f µs per trade"
                .formatted(microsPerTrade(), tradesPerSecond(), exchangeCpuSeconds * 1e6 / trades);
    }

    static Turn of(Contender contender, long warmUp, long trades, CpuLimit limit, Path folder)
            throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(folder, contender.name().replace(' ', '-') + "-");
        try (FirehoseProcess exchange =
                        FirehoseProcess.start(
                                Contender.SYMBOLS,
                                contender.connections(),
                                own.resolve("exchange.log"));
                Child process = contender.start(exchange, limit, own)) {
            exchange.send(warmUp);
            awaitSent(exchange, process);
            contender.settle(process, own, warmUp);
            double cpu = Contender.cpuSeconds(process);
            double exchangeCpu = exchange.cpuSeconds();
            long begun = System.nanoTime();
            exchange.send(trades);
            awaitSent(exchange, process);
            double seconds = (System.nanoTime() - begun) / 1e9;
            contender.settle(process, own, warmUp + trades);
            Turn turn =
                    new Turn(
                            trades,
                            Contender.cpuSeconds(process) - cpu,
                            seconds,
                            exchange.cpuSeconds() - exchangeCpu);
            // Profilers write their report at the end.
            var _ = process.stop(END_WITHIN);
            return turn;
        } finally {
            BenchReport.delete(own);
        }
    }

    private static void awaitSent(FirehoseProcess exchange, Child process)
            throws IOException, InterruptedException {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (!exchange.isDone()) {
            if (!process.isAlive() || System.nanoTime() > giveUpAt) {
                throw new IOException(
                        "the client does not take what is sent: " + process.printed());
            }
            Thread.sleep(LOOK_EVERY);
        }
    }
}
