package io.gapless.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Binance really sent, 14,515 trades of ETHUSDT over a midnight and 3,144 of BTCUSDT, comes out
/// of the archive as it went in, whatever happens to the listeners.
class ReplayTest {
    private static final int TRADES = 14_515 + 3_144;

    /// Trades of the very first instant, before anybody could receive one.
    private static final int FIRST_TRADES = 12;

    @TempDir private Path dir;

    @Test
    void theRecordingsPassThroughAListenerIntoTheArchive() throws Exception {
        try (Replay replay = new Replay(dir)) {
            replay.begin("first");
            replay.repair();
            replay.finish();

            assertThat(replay.compare())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("live", TRADES - FIRST_TRADES, "rest", FIRST_TRADES));
        }
    }

    @Test
    void whatAListenerMissesWhileItIsKilledTheRepairFetches() throws Exception {
        try (Replay replay = new Replay(dir)) {
            replay.begin("first");
            replay.awaitTraded(0.2);
            replay.awaitFirstObjects();
            replay.awaitTraded(0.3);
            replay.kill();
            replay.awaitTraded(0.4);
            replay.startAgain();
            replay.awaitHole();
            replay.repair();
            replay.awaitTraded(0.7);
            replay.kill();
            replay.awaitTraded(0.8);
            replay.startAgain();
            replay.finish();

            Map<String, Integer> sources = replay.compare();
            assertThat(sources.get("rest")).isGreaterThan(TRADES / 10);
            assertThat(sources.get("live")).isGreaterThan(TRADES / 2);
        }
    }

    @Test
    void oneOfTwoListenersIsKilledAndTheOtherHasEverything() throws Exception {
        try (Replay replay = new Replay(dir)) {
            replay.begin("first", "second");
            replay.repair();
            replay.awaitTraded(0.5);
            replay.kill();
            replay.finish();

            Map<String, Integer> sources = replay.compare();
            assertThat(sources.get("live")).isGreaterThan(TRADES * 9 / 10);
        }
    }
}
