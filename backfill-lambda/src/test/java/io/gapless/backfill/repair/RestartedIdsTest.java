package io.gapless.backfill.repair;

import static io.gapless.backfill.repair.RepairWorld.SETTINGS;
import static io.gapless.backfill.repair.RepairWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Claim;
import io.gapless.archive.HighestId;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An exchange that counts anew has other trades under the ids that the archive lacks.
class RestartedIdsTest {
    private static final Symbol A = Symbol.of("AAAUSDT");

    private final RepairWorld world = new RepairWorld();

    @BeforeEach
    void traded() throws InterruptedException {
        world.traded(A, 100, 400, START.minus(Duration.ofMinutes(9)));
        world.follow(A, 100);
        world.listenerArchives(A, 300, 400);
    }

    private void countsAnew() {
        world.tape.wipe(A.exchangeName());
        world.traded(A, 0, 350, START.minus(Duration.ofMinutes(5)));
    }

    @Test
    void theIdsOfAGapAreNotTakenFromAnotherIdSpace() throws Exception {
        countsAnew();

        SymbolReport report = world.repair().symbols().getFirst();

        assertThat(report.notes())
                .singleElement()
                .asString()
                .startsWith("ALARM the exchange counts the trades of AAAUSDT anew")
                .contains("AAAUSDT@2");
        assertThat(world.read(A).archived()).isEqualTo(ids(300, 400));
        assertThat(world.archive.keys()).hasSize(1);
    }

    @Test
    void idsThatTheNewIdSpaceGoesOverAreNotAbsentFromTheOld() throws Exception {
        world.tape.wipe(A.exchangeName());
        world.traded(A, 0, 90, START.minus(Duration.ofMinutes(5)));
        world.traded(A, 350, 360, START.minus(Duration.ofMinutes(4)));

        world.repair();
        world.clock.advance(SETTINGS.absentAfter().plusMinutes(1));
        world.repair();

        assertThat(world.read(A).absent().isEmpty()).isTrue();
        assertThat(world.archive.keys()).hasSize(1);
    }

    @Test
    void historyIsNoSourceOfAnIdSpaceThatHasASuccessor() throws Exception {
        world.tape.wipe(A.exchangeName());
        world.traded(A, 0, 500, START.minus(Duration.ofMinutes(5)));
        world.change(A, c -> c.unfollow(400, START).ask(new TradeIdRange(401, 450)));
        world.follow(A.nextIdSpace(), 0);

        world.repair();

        assertThat(world.read(A).archived()).isEqualTo(ids(300, 400));
    }

    @Test
    void theSuccessorOfAnotherSymbolIsNone() throws Exception {
        world.follow(Symbol.of("BBBUSDT@2"), 0);

        world.repair();

        assertThat(world.read(A).archived()).isEqualTo(ids(100, 400));
    }

    @Test
    void theLastIdOfAClaimIsOfItsIdSpaceToo() {
        long time = Trade.micros(START.minus(Duration.ofMinutes(9)));
        BatchKey key = new BatchKey(A, time, time, new TradeIdRange(100, 100));
        Claim claim = new Claim("dead", key, "listener", START);
        TradeColumns page = new TradeColumns(1);
        page.add(minutesLater(world.tapeRows(A).trade(0)));

        assertThat(page.id(0)).isEqualTo(100);
        assertThat(new IdSpace(HighestId.NONE).with(claim).contradicts(page)).isTrue();
    }

    @Test
    void aClaimIsNotFinishedWithTheTradesOfAnotherIdSpace() throws Exception {
        world.listenerDies(A, 200, 299, false);
        world.clock.advance(RepairWorld.CLAIM_LIFE);
        countsAnew();

        world.repair();

        assertThat(world.read(A).claimed()).isEqualTo(ids(200, 299));
        assertThat(world.archive.keys()).hasSize(1);
    }

    @Test
    void aClaimAboveAllThatIsArchivedIsKnownByTheTimesInItsKey() {
        TradeColumns page = new TradeColumns(1);
        world.tapeRows(A).rows().stream().map(RestartedIdsTest::minutesLater).forEach(page::add);
        long first = Trade.micros(START.minus(Duration.ofMinutes(9)));
        IdSpace nothingArchived = new IdSpace(HighestId.NONE);

        assertThat(nothingArchived.contradicts(page)).isFalse();
        assertThat(new IdSpace(new HighestId(101, first)).contradicts(page)).isTrue();
        assertThat(new IdSpace(new HighestId(100, first)).contradicts(page)).isFalse();
        assertThat(
                        new IdSpace(new HighestId(101, first + 2 * HighestId.RESTART_LEAD))
                                .contradicts(page))
                .isFalse();
    }

    private static Trade minutesLater(Trade t) {
        return new Trade(
                t.id(),
                t.price(),
                t.quantity(),
                t.time() + 2 * HighestId.RESTART_LEAD,
                t.buyerIsMaker(),
                t.bestMatch(),
                t.eventTime(),
                t.receivedAt(),
                t.source());
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(List.of(new TradeIdRange(first, last)));
    }
}
