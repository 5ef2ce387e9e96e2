package io.gapless.protocol;

import static io.gapless.protocol.BatchWriteTest.ended;
import static io.gapless.protocol.BatchWriteTest.ranges;
import static io.gapless.protocol.ProtocolWorld.START;
import static io.gapless.protocol.ProtocolWorld.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Claim;
import io.gapless.archive.Deferral;
import io.gapless.archive.StorageFault;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Claims that are released by a void.
class BatchWriteVoidTest {
    private final ProtocolWorld world = new ProtocolWorld();

    @Test
    void whereTheVoidComesFirstTheOwnerWritesItsTradesUnderAnotherKey() {
        ScriptedRun<WriteOutcome> owner = world.write(world.own(1, 10));
        owner.until(StorageCall.PutObject.class);
        world.voided(world.claim(1, 10));
        assertThat(world.checkpoint().claims()).isEmpty();
        WriteOutcome.Ended end = ended(owner);

        assertThat(ranges(end, Fate.RELEASED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archived()).isEqualTo(Coverage.EMPTY);
        EncodedBatch again = end.batches(Fate.RELEASED).getFirst().underAnotherKey(world.random);
        assertThat(ranges(ended(world.write(again)), Fate.ARCHIVED))
                .containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archived()).isEqualTo(ids(1, 10));
        assertThat(world.voids()).isEqualTo(1);
    }

    @Test
    void aVoidThatLiesThereWithItsClaimStillOpenIsReleasedByWhoeverFindsIt() {
        ScriptedRun<WriteOutcome> owner = world.write(world.own(1, 10));
        owner.until(StorageCall.PutObject.class);
        ScriptedRun<WriteOutcome> taker = world.write(EncodedBatch.voidOf(world.claim(1, 10)));
        taker.until(StorageCall.WriteCheckpoint.class);

        assertThat(ranges(ended(owner), Fate.RELEASED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.checkpoint().claims()).isEmpty();
        assertThat(ranges(ended(taker), Fate.RELEASED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archived()).isEqualTo(Coverage.EMPTY);
    }

    @Test
    void whereTheRowsComeFirstTheVoidIsNoneAndTheRowsAreCommitted() {
        ScriptedRun<WriteOutcome> owner = world.write(world.own(1, 10));
        owner.until(StorageCall.PutObject.class);
        ScriptedRun<WriteOutcome> taker = world.write(EncodedBatch.voidOf(world.claim(1, 10)));
        owner.perform();

        assertThat(ranges(ended(taker), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archived()).isEqualTo(ids(1, 10));
        assertThat(world.voids()).isZero();
        assertThat(ranges(ended(owner), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
    }

    @Test
    void aVoidOnItsWayThatLandsAfterTheRowsVoidsNothing() {
        Claim claim = world.abandoned(1, 10);
        ScriptedRun<WriteOutcome> voiding = world.write(EncodedBatch.voidOf(claim));
        voiding.perform(StorageFault.stillOnItsWay());
        ended(world.write(world.takenOver(claim)));
        world.archive.inFlight().getFirst().land();

        assertThat(world.voids()).isZero();
        assertThat(ranges(ended(voiding), Fate.ARCHIVED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.archived()).isEqualTo(ids(1, 10));
    }

    @Test
    void aVoidOnItsWayThatLandsBeforeTheRowsReleasesTheClaim() {
        Claim claim = world.abandoned(1, 10);
        world.write(EncodedBatch.voidOf(claim)).perform(StorageFault.stillOnItsWay());
        ScriptedRun<WriteOutcome> taker = world.write(world.takenOver(claim));
        world.archive.inFlight().getFirst().land();

        assertThat(ranges(ended(taker), Fate.RELEASED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(world.checkpoint().claims()).isEmpty();
        ended(world.write(world.own(1, 4), world.own(5, 12)));
        assertThat(world.archived()).isEqualTo(ids(1, 12));
    }

    @Test
    void theSameRowsUnderTheVoidedKeyAreReleasedAtOnceAndNotArchivedTwice() {
        world.voided(world.abandoned(1, 10));

        assertThat(ranges(ended(world.write(world.own(1, 10))), Fate.RELEASED))
                .containsExactly(new TradeIdRange(1, 10));
        assertThat(world.checkpoint().claims()).isEmpty();
        assertThat(world.archived()).isEqualTo(Coverage.EMPTY);
    }

    @Test
    void someBatchesOfAWriteMayBeReleasedWhileTheOthersAreArchived() {
        world.voided(world.abandoned(1, 10));
        WriteOutcome.Ended end =
                ended(world.write(world.own(1, 10), world.own(11, 20), world.own(21, 21)));

        assertThat(ranges(end, Fate.RELEASED)).containsExactly(new TradeIdRange(1, 10));
        assertThat(ranges(end, Fate.ARCHIVED))
                .containsExactly(new TradeIdRange(11, 20), new TradeIdRange(21, 21));
        assertThat(world.archived()).isEqualTo(ids(11, 21));
    }

    @Test
    void aReleaseForgetsWhyTheClaimCouldNotBeBuilt() {
        Claim claim = world.abandoned(1, 10);
        Deferral deferral =
                new Deferral(
                        claim.range(), Deferral.Reason.WITHDRAWN, START, START.plusSeconds(3_600));
        world.store(world.checkpoint().change().defer(List.of(deferral)));
        world.voided(claim);

        assertThat(world.checkpoint().deferred()).isEmpty();
    }
}
