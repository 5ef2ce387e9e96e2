package io.gapless.local.run;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Properties;

/// What the simulated exchange of a data directory has to know to go on where it was: its market never
/// closes, so after a pause the trades of that time have happened too.
///
/// @param seed of the tape
/// @param opened when its market opened
/// @param rate trades per second and symbol
/// @param history trades before it opened
public record ExchangeMemory(long seed, Instant opened, double rate, long history) {
    private static final String FILE = "exchange.properties";

    /// What the data directory remembers, or a new exchange that opens now.
    ///
    /// @param otherwise for a new one
    public static ExchangeMemory of(Path dataDir, ExchangeMemory otherwise) {
        Path file = dataDir.resolve(FILE);
        try {
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    Properties p = new Properties();
                    p.load(reader);
                    return new ExchangeMemory(
                            Long.parseLong(p.getProperty("seed")),
                            Instant.parse(p.getProperty("opened")),
                            Double.parseDouble(p.getProperty("rate")),
                            Long.parseLong(p.getProperty("history")));
                }
            }
            Files.createDirectories(dataDir);
            try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                otherwise.toProperties().store(writer, "The simulated exchange of this archive");
            }
            return otherwise;
        } catch (IOException e) {
            throw new UncheckedIOException("the exchange's memory at " + file, e);
        }
    }

    /// A new exchange.
    public static ExchangeMemory opening(long seed, double rate, long history, Clock clock) {
        return new ExchangeMemory(seed, clock.instant(), rate, history);
    }

    private Properties toProperties() {
        Properties p = new Properties();
        p.setProperty("seed", Long.toString(seed));
        p.setProperty("opened", opened.toString());
        p.setProperty("rate", Double.toString(rate));
        p.setProperty("history", Long.toString(history));
        return p;
    }
}
