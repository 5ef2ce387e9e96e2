package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryArchiveTest extends ArchiveContract {
    private final InMemoryArchive archive = new InMemoryArchive(() -> NOON);
    private final String key = key(BTCUSDT, 1, 9);

    @Override
    protected Archive archive() {
        return archive;
    }

    @Override
    protected Archive archiveOfAnotherProcess() {
        return archive.through(StorageFaults.NONE);
    }

    @Override
    protected Instant now() {
        return NOON;
    }

    @Test
    void aPutWhoseReplyWasLostIsThereAndTheSamePutAgainFindsIt() {
        Archive unlucky = archive.through(call -> StorageFault.lostReply());

        assertThatThrownBy(() -> unlucky.put(key, bytes("rows"), Map.of()))
                .isInstanceOf(StorageUnavailableException.class);

        assertThat(archive.get(key)).contains(bytes("rows"));
        assertThat(put(key, "rows")).isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void aPutThatNeverArrivedIsNotThere() {
        Archive unlucky = archive.through(call -> StorageFault.timedOut());

        assertThatThrownBy(() -> unlucky.put(key, bytes("rows"), Map.of()))
                .isInstanceOf(StorageUnavailableException.class);

        assertThat(archive.keys()).isEmpty();
        assertThat(archive.inFlight()).isEmpty();
    }

    @Test
    void aPutOnItsWayLandsWhenItsSenderIsLongDead() {
        Archive dying = archive.through(call -> StorageFault.stillOnItsWay());
        byte[] body = bytes("zombie");
        assertThatThrownBy(() -> dying.put(key, body, Map.of()))
                .isInstanceOf(StorageUnavailableException.class);
        body[0] = 'X';
        assertThat(archive.keys()).isEmpty();

        archive.inFlight().getFirst().land();

        assertThat(archive.get(key)).contains(bytes("zombie"));
        assertThat(archive.inFlight()).isEmpty();
    }

    @Test
    void aPutThatLandsBehindAnotherChangesNothing() {
        Archive dying = archive.through(call -> StorageFault.stillOnItsWay());
        assertThatThrownBy(() -> dying.put(key, bytes("zombie"), Map.of()))
                .isInstanceOf(StorageUnavailableException.class);
        InFlight zombie = archive.inFlight().getFirst();
        put(key, "taker");

        zombie.land();

        assertThat(archive.get(key)).contains(bytes("taker"));
        assertThatThrownBy(zombie::land).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDeathCanFallOnEitherSideOfTheEffect() {
        class Death extends RuntimeException {}
        List<StorageCall> calls = new ArrayList<>();
        Archive dying =
                archive.through(call -> {
                    calls.add(call);
                    return calls.size() == 1
                            ? new StorageFault.Before(new Death())
                            : new StorageFault.After(new Death());
                });

        assertThatThrownBy(() -> dying.put(key, bytes("a"), Map.of())).isInstanceOf(Death.class);
        assertThat(archive.keys()).isEmpty();
        assertThatThrownBy(() -> dying.put(key, bytes("b"), Map.of())).isInstanceOf(Death.class);
        assertThat(archive.keys()).containsExactly(key);
        assertThat(calls)
                .containsExactly(
                        new StorageCall(StorageCall.Operation.PUT, key),
                        new StorageCall(StorageCall.Operation.PUT, key));
    }
}
