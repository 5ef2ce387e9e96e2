package io.gapless.exchange.tape;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// A tape that plays recorded trades again, with ids, values and times exactly as recorded. Several symbols start together even if they were recorded
/// years apart. After the last trade it stays quiet.
///
/// @param recording what is played
/// @param tradesPerSecond trades a second for each symbol instead of the recorded pace
/// @param exactFrames whether the stream sends the recorded bytes (with keys of their time, such as the order ids `b` and `a`) to whoever
///     asked for milliseconds; otherwise frames have today's keys
public record RecordingTape(
        Recording recording, OptionalDouble tradesPerSecond, boolean exactFrames) implements Tape {

    /// @throws IllegalArgumentException when the pace is not above 0
    public RecordingTape {
        if (tradesPerSecond.isPresent() && !(tradesPerSecond.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "trades per second must be above 0: " + tradesPerSecond.getAsDouble());
        }
    }

    /// Plays the files one after the other at their recorded pace, frames exactly as recorded.
    public static RecordingTape of(Path... files) {
        return new RecordingTape(Recording.read(List.of(files)), OptionalDouble.empty(), true);
    }

    /// At so many trades a second for each symbol.
    public RecordingTape atRate(double rate) {
        return new RecordingTape(recording, OptionalDouble.of(rate), exactFrames);
    }

    public RecordingTape withExactFrames(boolean exact) {
        return new RecordingTape(recording, tradesPerSecond, exact);
    }

    @Override
    public Set<String> symbols() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(recording.trades().keySet()));
    }

    @Override
    public OptionalLong naturalStartMicros() {
        return recording.trades().values().stream()
                .mapToLong(rows -> rows.getFirst().trade().eventMicros())
                .min();
    }

    @Override
    public SymbolTape begin(String symbol, long startMicros) {
        List<Recording.Row> rows = recording.trades().get(symbol);
        if (rows == null) {
            throw new IllegalArgumentException("the recording has no symbol " + symbol);
        }
        return new RecordedSymbol(symbol, rows, publication(rows, startMicros), exactFrames);
    }

    /// When each trade is published: by its event time from the first one on, or by count.
    private long[] publication(List<Recording.Row> rows, long startMicros) {
        long[] published = new long[rows.size()];
        long first = rows.getFirst().trade().eventMicros();
        long latest = startMicros;
        for (int i = 0; i < published.length; i++) {
            long wanted =
                    tradesPerSecond.isPresent()
                            ? startMicros + (long) (i * 1e6 / tradesPerSecond.getAsDouble())
                            : startMicros + rows.get(i).trade().eventMicros() - first;
            latest = Math.max(latest, wanted);
            published[i] = latest;
        }
        return published;
    }
}
