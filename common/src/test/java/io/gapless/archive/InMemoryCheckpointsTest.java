package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryCheckpointsTest extends CheckpointsContract {
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints();

    @Override
    protected Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    protected Checkpoints checkpointsOfAnotherProcess() {
        return checkpoints.through(StorageFaults.NONE);
    }

    @Test
    void aWriteWhoseReplyWasLostIsStored() {
        Checkpoints unlucky = checkpoints.through(call -> StorageFault.lostReply());

        assertThatThrownBy(() -> unlucky.write(SampleCheckpoints.first(BTCUSDT)))
                .isInstanceOf(StorageUnavailableException.class);

        assertThat(read()).isEqualTo(SampleCheckpoints.first(BTCUSDT));
    }

    @Test
    void aWriteThatLandsBehindAnotherVersionIsPassedOver() {
        Checkpoint first = SampleCheckpoints.first(BTCUSDT);
        write(first);
        Checkpoint late = first.change().unfollow(7, NOW).at(NOW);
        Checkpoints dying = checkpoints.through(call -> StorageFault.stillOnItsWay());
        assertThatThrownBy(() -> dying.write(late)).isInstanceOf(StorageUnavailableException.class);
        Checkpoint faster = first.change().follow(1).at(NOW);
        write(faster);

        checkpoints.inFlight().getFirst().land();

        assertThat(read()).isEqualTo(faster);
    }

    @Test
    void aReadThatWasThrottledSaysNothing() {
        write(SampleCheckpoints.first(BTCUSDT));
        Checkpoints throttled = checkpoints.through(call -> StorageFault.throttled());

        assertThatThrownBy(() -> throttled.read(BTCUSDT))
                .isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(throttled::all).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void aMissingItemOverAnArchiveWithObjectsIsSeen() {
        InMemoryArchive archive = new InMemoryArchive(() -> NOW);
        write(SampleCheckpoints.first(BTCUSDT));
        String key = ArchiveContract.key(BTCUSDT, 1, 9);
        archive.put(key, new byte[1], java.util.Map.of());

        checkpoints.forget(BTCUSDT);

        assertThat(checkpoints.read(BTCUSDT)).isEmpty();
        String prefix = io.gapless.batch.BatchKey.prefix(BTCUSDT);
        assertThat(archive.list(prefix, Optional.empty()).entries()).isNotEmpty();
    }
}
