package io.gapless.local.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gapless.archive.Archive;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.local.place.Place;
import io.gapless.local.place.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What chaos does to S3's disk, and what the archive makes of it.
class FullDiskTest {
    private static final String KEY = "trades/symbol=BTCUSDT/date=2026-01-01/a.parquet";
    private static final byte[] BODY = new byte[100_000];

    @TempDir private Path folder;

    @Test
    void aPutOnAFullDiskIsTriedAgainLaterAndLeavesNothingBehind() throws Exception {
        try (Emulators emulators = Emulators.start(new EmulatedAws(folder));
                Stores stores =
                        Stores.open(
                                new Place.Bucket(EmulatedAws.BUCKET, EmulatedAws.TABLE),
                                emulators.endpoints().env(),
                                Clock.systemUTC())) {
            assumeTrue(emulators.setDiskFull(Emulator.S3, true), "this machine has no prlimit");
            Archive archive = stores.archive();

            assertThatThrownBy(() -> archive.put(KEY, BODY, Map.of()))
                    .isInstanceOf(StorageUnavailableException.class);
            assertThat(archive.get(KEY)).isEmpty();

            assertThat(emulators.setDiskFull(Emulator.S3, false)).isTrue();
            assertThat(archive.put(KEY, BODY, Map.of())).isEqualTo(PutOutcome.CREATED);
            assertThat(archive.get(KEY)).hasValueSatisfying(b -> assertThat(b).isEqualTo(BODY));
        }
    }
}
