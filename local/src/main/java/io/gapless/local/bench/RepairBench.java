package io.gapless.local.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// The pace of the repair.
public final class RepairBench implements Bench {
    @Override
    public String name() {
        return "repair";
    }

    @Override
    public String description() {
        return "a million missing trades at the whole request weight, while small gaps open at random";
    }

    @Override
    public Duration usualTime(boolean quick) {
        return quick ? Duration.ofSeconds(75) : Duration.ofMinutes(8);
    }

    @Override
    public List<Figure> run(BenchSettings settings, Consumer<String> story)
            throws IOException, InterruptedException {
        throw new IOException("not yet");
    }
}
