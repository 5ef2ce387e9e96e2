package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.InMemoryMarks;
import io.gapless.archive.Marks;
import io.gapless.archive.Marks.Mark;
import io.gapless.archive.StorageFault;
import io.gapless.archive.StorageFaults;
import io.gapless.binance.BanMemory.Wait;
import io.gapless.binance.Reply.Cause;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BanMemoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryMarks marks = new InMemoryMarks();
    private final BanMemory bans = new BanMemory(marks, "backfill");

    @Test
    void nothingIsWaitedForWhereNoBanWasMet() {
        assertThat(bans.inForce(NOW)).isEmpty();
    }

    @Test
    void aBanHoldsUntilItsEndAndNotLonger() {
        bans.met(banned(120), NOW);

        assertThat(bans.inForce(NOW.plusSeconds(119)))
                .hasValueSatisfying(wait -> {
                    assertThat(wait.until()).isEqualTo(NOW.plusSeconds(120));
                    assertThat(wait.cause()).isEqualTo(Cause.BAN);
                    assertThat(wait.sentence()).contains("418").contains("12:02:00");
                });
        assertThat(bans.inForce(NOW.plusSeconds(120))).isEmpty();
    }

    @Test
    void aBanIsKnownAfterARestart() {
        bans.met(banned(120), NOW);

        BanMemory restarted = new BanMemory(marks, "backfill");

        assertThat(restarted.inForce(NOW.plusSeconds(1))).isEqualTo(bans.inForce(NOW));
        assertThat(restarted.inForce(NOW.plusSeconds(120))).isEmpty();
    }

    @Test
    void aBanOfOneCallerIsNotAnothers() {
        bans.met(banned(120), NOW);

        assertThat(new BanMemory(marks, "listener").inForce(NOW)).isEmpty();
    }

    @Test
    void aBanThatAnotherProcessMetIsKnownSoon() {
        assertThat(bans.inForce(NOW)).isEmpty();
        new BanMemory(marks, "backfill").met(banned(120), NOW.plusSeconds(1));

        assertThat(bans.inForce(NOW.plus(BanMemory.READ_AGAIN_AFTER))).isPresent();
    }

    @Test
    void aBanIsExtendedButNeverShortened() {
        bans.met(banned(300), NOW);
        bans.met(banned(60), NOW);
        assertThat(bans.inForce(NOW).map(Wait::until)).contains(NOW.plusSeconds(300));
        assertThat(marks.find("ban/backfill").map(Mark::until)).contains(NOW.plusSeconds(300));

        bans.met(banned(600), NOW);
        assertThat(marks.find("ban/backfill").map(Mark::until)).contains(NOW.plusSeconds(600));
    }

    @Test
    void aLongerBanOfAnotherProcessWinsOverOnesOwn() {
        assertThat(bans.inForce(NOW)).isEmpty();
        new BanMemory(marks, "backfill").met(banned(600), NOW);

        bans.met(banned(60), NOW);

        assertThat(bans.inForce(NOW).map(Wait::until)).contains(NOW.plusSeconds(600));
    }

    @Test
    void aBanThatCouldNotBeStoredHoldsInTheProcessAndIsStoredLater() {
        AtomicBoolean away = new AtomicBoolean();
        BanMemory cutOff = new BanMemory(marks.through(unless(away)), "backfill");
        assertThat(cutOff.inForce(NOW)).isEmpty();

        away.set(true);
        cutOff.met(banned(120), NOW);
        assertThat(cutOff.inForce(NOW.plusSeconds(10)).map(Wait::until))
                .contains(NOW.plusSeconds(120));
        assertThat(marks.find("ban/backfill")).isEmpty();

        away.set(false);
        assertThat(cutOff.inForce(NOW.plusSeconds(15))).isPresent();
        assertThat(marks.find("ban/backfill").map(Mark::until)).contains(NOW.plusSeconds(120));
    }

    @Test
    void aStoreThatWasNeverReadForbidsEverythingUntilItIs() {
        AtomicBoolean away = new AtomicBoolean(true);
        BanMemory cutOff = new BanMemory(marks.through(unless(away)), "backfill");

        assertThat(cutOff.inForce(NOW).map(Wait::cause)).contains(Cause.BAN_UNKNOWN);

        away.set(false);
        Instant again = cutOff.inForce(NOW).orElseThrow().until();
        assertThat(cutOff.inForce(again)).isEmpty();
    }

    @Test
    void aStoreThatGoesAwayLaterDoesNotStopTheProcess() {
        AtomicBoolean away = new AtomicBoolean();
        BanMemory cutOff = new BanMemory(marks.through(unless(away)), "backfill");
        assertThat(cutOff.inForce(NOW)).isEmpty();

        away.set(true);
        assertThat(cutOff.inForce(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void aStoreThatIsAwayIsNotAskedAtEveryRequest() {
        int[] calls = {0};
        Marks counted =
                marks.through(_ -> {
                    calls[0]++;
                    return StorageFault.timedOut();
                });
        BanMemory cutOff = new BanMemory(counted, "backfill");
        for (int request = 0; request < 100; request++) {
            var _ = cutOff.inForce(NOW.plusMillis(request));
        }
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void aBlockedRegionIsRememberedWithWhatToDo() {
        bans.met(new Refusal.RegionBlocked("time", NOW.plusSeconds(3_600), ""), NOW);

        Wait wait = new BanMemory(marks, "backfill").inForce(NOW).orElseThrow();
        assertThat(wait.sentence()).contains("451").contains("ap-northeast-1");
    }

    @Test
    void aNoteStaysShortHoweverMuchTheExchangeSays() {
        bans.met(new Refusal.Banned("time", NOW.plusSeconds(60), "x".repeat(10_000)), NOW);

        assertThat(marks.find("ban/backfill").orElseThrow().note())
                .hasSizeLessThanOrEqualTo(BanMemory.MAX_NOTE + 1);
    }

    private static StorageFaults unless(AtomicBoolean away) {
        return _ -> away.get() ? StorageFault.timedOut() : StorageFault.none();
    }

    private static Refusal.Ban banned(long seconds) {
        return new Refusal.Banned("trades of BTCUSDT from id 17", NOW.plusSeconds(seconds), "");
    }
}
