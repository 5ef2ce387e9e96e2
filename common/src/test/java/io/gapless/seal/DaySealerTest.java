package io.gapless.seal;

import static io.gapless.seal.SealWorld.DAY;
import static io.gapless.seal.SealWorld.MIDNIGHT;
import static io.gapless.seal.SealWorld.ORIGIN;
import static io.gapless.seal.SealWorld.SYMBOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.PutOutcome;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.SealedKey;
import io.gapless.dump.PublishedDumps;
import io.gapless.seal.DayState.Border;
import io.gapless.trade.Coverage;
import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaySealerTest {
    private static final String SEALED =
            "sealed/symbol=BTCUSDT/date=2026-01-02/sealed_on=2026-01-03/0000000000000001010-0000000000000001109.parquet";

    @Test
    void aCompleteDayBecomesOneObjectAndACertificate() throws Exception {
        SealWorld world = SealWorld.ofThreeDays();

        Certificate certificate = certified(world.seal());

        assertThat(world.keys("sealed/")).containsExactly(SEALED);
        assertThat(certificate.rows().ids()).isEqualTo(ids(ORIGIN + 10, ORIGIN + 109));
        assertThat(certificate.before()).isEqualTo(new Border.Neighbour(ORIGIN + 9));
        assertThat(certificate.after()).isEqualTo(new Border.Neighbour(ORIGIN + 110));
        assertThat(certificate.rows().sources()).isEqualTo(Map.of(Source.LIVE, 100L));
        assertThat(certificate.replaces()).isEmpty();
        assertThat(world.keys("certificates/"))
                .containsExactly(
                        "certificates/symbol=BTCUSDT/date=2026-01-02/certificate-0001.json",
                        "certificates/symbol=BTCUSDT/date=2026-01-02/plan-0001.json");
        List<Trade> parts = SealWorld.parts(world.archive);
        assertThat(parts).hasSize(100);
        assertThat(certificate.rows().open()).isEqualTo(parts.getFirst().price());
        assertThat(certificate.rows().close()).isEqualTo(parts.getLast().price());
        assertThat(certificate.rows().volume())
                .isEqualTo(
                        java.math.BigInteger.valueOf(
                                parts.stream().mapToLong(Trade::quantity).sum()));
    }

    @Test
    void whatIsSealedIsLeftAlone() throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        Certificate first = certified(world.seal());
        List<String> keys = world.archive.keys();
        world.clock.advance(Duration.ofDays(3));

        assertThat(world.seal()).isInstanceOf(SealOutcome.Unchanged.class);
        assertThat(world.archive.keys()).isEqualTo(keys);
        byte[] stored = world.archive.get(first.key().toString()).orElseThrow();
        assertThat(CertificateJson.read(first.key(), stored).saysTheSameAs(first)).isTrue();
        assertThat(CertificateJson.of(CertificateJson.read(first.key(), stored))).isEqualTo(stored);
    }

    @Test
    void aDayWithAHoleIsNotSealed() throws Exception {
        SealWorld world = new SealWorld();
        world.archive(world.market.take(10));
        world.archive(world.market.at(Instant.parse("2026-01-02T00:00:00Z")).take(50));
        world.archive(world.market.skipIds(3).take(50));
        world.archive(world.market.at(MIDNIGHT).take(10));

        notYet(world.seal(), "[1060..1062] is missing");
        assertThat(world.keys("sealed/")).isEmpty();
        assertThat(world.keys("certificates/")).isEmpty();
    }

    @Test
    void idsThatNeverExistedDoNotKeepADayOpen() throws Exception {
        SealWorld world = new SealWorld();
        world.archive(world.market.take(10));
        world.archive(world.market.at(Instant.parse("2026-01-02T00:00:00Z")).take(50));
        world.archive(world.market.skipIds(3).take(50));
        world.archive(world.market.skipIds(2).at(MIDNIGHT).take(10));
        world.change(c -> c.absent(new TradeIdRange(1060, 1062)));
        world.change(c -> c.absent(new TradeIdRange(1113, 1114)));
        String evidence =
                "evidence/symbol=BTCUSDT/0000000000000001060-0000000000000001062/20260102T010000.000Z.json";
        world.archive.put(evidence, new byte[] {'{', '}'}, Map.of());

        Certificate certificate = certified(world.seal());

        assertThat(certificate.absent())
                .containsExactly(
                        new Certificate.Absent(new TradeIdRange(1060, 1062), List.of(evidence)),
                        new Certificate.Absent(new TradeIdRange(1113, 1114), List.of()));
        assertThat(certificate.after()).isEqualTo(new Border.Neighbour(1115));
        assertThat(world.keys("sealed/")).hasSize(2);
        assertThat(world.view(DAY.plusDays(2)))
                .hasSize(100)
                .allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void aDayWithoutASuccessorStaysOpenUntilNothingWasTradedForAnHourAfterMidnight()
            throws Exception {
        SealWorld world = new SealWorld();
        world.archive(world.market.take(10));
        world.archive(world.market.at(Instant.parse("2026-01-02T00:00:00Z")).take(50));

        notYet(world.seal(), "no trade of a later day follows 1059 without a gap");
        world.newest = _ -> OptionalLong.of(1060);
        notYet(world.seal(), "no trade of a later day follows 1059 without a gap");
        world.newest = _ -> OptionalLong.of(1059);
        world.clock.set(MIDNIGHT.plus(Duration.ofMinutes(59)));
        notYet(world.seal(), "no trade of a later day follows 1059 without a gap");
        world.clock.set(MIDNIGHT.plus(Duration.ofMinutes(60)));
        assertThat(certified(world.seal()).after())
                .isEqualTo(new Border.NothingLater(world.clock.instant()));
    }

    @Test
    void aDayThatIsNotOverOrBeingWrittenIsNotSealed() throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        world.clock.set(MIDNIGHT.minusMillis(1));
        notYet(world.seal(), "the day is not over");
        world.clock.set(MIDNIGHT.plusSeconds(60));
        Batch late =
                new Batch(SYMBOL, world.market.fromId(1120).at(MIDNIGHT.minusSeconds(9)).take(2));
        world.put(late);
        notYet(world.seal(), "[1120..1121] is being written");
    }

    @Test
    void theFirstDayBeginsWithTheFirstWantedId() throws Exception {
        SealWorld world = new SealWorld();
        world.archive(world.market.at(Instant.parse("2026-01-02T12:00:00Z")).take(50));
        world.archive(world.market.at(MIDNIGHT).take(10));

        assertThat(certified(world.seal()).before()).isEqualTo(new Border.FirstWanted(ORIGIN));

        SealWorld later = new SealWorld();
        later.archive(
                later.market.fromId(ORIGIN + 1).at(Instant.parse("2026-01-02T12:00:00Z")).take(50));
        later.archive(later.market.at(MIDNIGHT).take(10));
        notYet(later.seal(), "trades before 1001 are missing");
    }

    @Test
    void aTradeThatTurnsUpLaterIsSeenAtOnceAndBecomesAFurtherObject() throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        certified(world.seal());
        world.clock.set(Instant.parse("2026-01-05T02:00:00Z"));
        // The exchange's clock went back: ids of the next day, times of this one.
        world.archive(world.market.at(MIDNIGHT.minusSeconds(5)).take(1));
        world.archive(world.market.at(MIDNIGHT.plusSeconds(5)).take(1));
        assertThat(world.view(DAY.plusDays(3))).hasSize(101).containsEntry(1120L, 1);

        Certificate second = certified(world.seal());

        assertThat(second.number()).isEqualTo(2);
        assertThat(second.replaces())
                .contains("certificates/symbol=BTCUSDT/date=2026-01-02/certificate-0001.json");
        assertThat(second.elsewhere()).isEqualTo(ids(1110, 1119));
        assertThat(second.sealed()).hasSize(2);
        assertThat(world.keys("sealed/"))
                .containsExactly(
                        SEALED,
                        "sealed/symbol=BTCUSDT/date=2026-01-02/sealed_on=2026-01-05/0000000000000001120-0000000000000001120.parquet");
        for (int day = 1; day < 7; day++) {
            assertThat(world.view(DAY.plusDays(day)))
                    .hasSize(101)
                    .allSatisfy((_, n) -> assertThat(n).isOne());
        }
    }

    @Test
    void voidsCarryNoRows() throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        putVoid(world, new TradeIdRange(1012, 1030));
        putVoid(world, new TradeIdRange(1010, 1010));
        putVoid(world, new TradeIdRange(1109, 1150));

        assertThat(certified(world.seal()).rows().count()).isEqualTo(100);
    }

    @Test
    void aVoidOverIdsThatNeverExistedDoesNotKeepTheDayOpen() throws Exception {
        SealWorld world = new SealWorld();
        world.archive(world.market.at(Instant.parse("2026-01-02T00:00:00Z")).take(50));
        world.archive(world.market.skipIds(3).take(50));
        world.archive(world.market.at(MIDNIGHT).take(10));
        putVoid(world, new TradeIdRange(1050, 1052));
        world.change(c -> c.absent(new TradeIdRange(1050, 1052)));

        assertThat(certified(world.seal()).rows().count()).isEqualTo(100);
    }

    @Test
    void aVoidThatLiesOverTradesOfAnotherDateIsNoticedWhenItIsRead() throws Exception {
        SealWorld world = new SealWorld();
        world.archive(world.market.at(Instant.parse("2026-01-02T00:00:00Z")).take(50));
        world.archive(world.market.at(MIDNIGHT.plusSeconds(1)).take(7));
        world.archive(world.market.at(MIDNIGHT.minusSeconds(1)).take(7));
        world.archive(world.market.at(MIDNIGHT.plusSeconds(2)).take(7));
        putVoid(world, new TradeIdRange(1050, 1056));

        Certificate certificate = certified(world.seal());

        assertThat(certificate.rows().count()).isEqualTo(57);
        assertThat(certificate.elsewhere()).isEqualTo(ids(1050, 1056));
    }

    private static void putVoid(SealWorld world, TradeIdRange ids) {
        long noon = Trade.micros(Instant.parse("2026-01-02T12:00:00Z"));
        BatchKey key = new BatchKey(SYMBOL, noon, noon, ids);
        world.archive.put(key.toString(), new BatchCodec().encodeVoid(key), Map.of());
    }

    @Test
    void aDamagedPartIsNotSealed() throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        long late = Trade.micros(MIDNIGHT) - 1;
        BatchKey key = new BatchKey(SYMBOL, late, late, new TradeIdRange(1120, 1120));
        world.archive.put(key.toString(), "?".getBytes(StandardCharsets.UTF_8), Map.of());
        world.settle(key);
        world.archive(world.market.fromId(1121).take(1));

        assertThat(world.seal()).isInstanceOf(SealOutcome.Wrong.class);
        assertThat(world.keys("sealed/")).containsExactly(SEALED);
        assertThat(world.keys("certificates/")).hasSize(1);
    }

    @Test
    void aDayThatLacksOneOfItsObjectsIsNotSealed() throws Exception {
        for (long lacking : new long[] {1010, 1050, 1090}) {
            SealWorld world = SealWorld.ofThreeDays();

            SealOutcome outcome = world.without("00000000" + lacking + "-").seal();

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            SealOutcome.Wrong.class,
                            wrong ->
                                    assertThat(wrong.problem())
                                            .contains("as archived, and no object holds it"));
            assertThat(world.keys("sealed/")).isEmpty();
        }
    }

    @Test
    void aPlanThatIsOutOfTimeIsReleasedAndMadeAnew() throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        SealPlan plan =
                new SealPlan(
                        SYMBOL, DAY, 1, DAY.plusDays(1), List.of(new TradeIdRange(1010, 1109)));
        world.archive.put(plan.key().toString(), plan.toJson(), Map.of());
        world.clock.set(Instant.parse("2026-01-03T23:00:00Z"));

        Certificate certificate = certified(world.seal());

        assertThat(world.keys("sealed/"))
                .containsExactly(
                        SEALED, SEALED.replace("sealed_on=2026-01-03", "sealed_on=2026-01-04"));
        assertThat(certificate.sealed()).hasSize(1);
        assertThat(world.archive.put(SEALED, new byte[1], Map.of())).isEqualTo(PutOutcome.EXISTS);
        assertThat(world.view(DAY.plusDays(2))).hasSize(100);
        assertThat(world.view(DAY.plusDays(3)))
                .hasSize(100)
                .allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void aDumpIsComparedWhenItIsOut(@TempDir Path temp) throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        PublishedDumps dumps = new PublishedDumps(temp);
        world.dumps = dumps;
        assertThat(certified(world.seal()).dump()).isEqualTo(DumpComparison.NOT_COMPARED);
        world.clock.set(MIDNIGHT.plus(Duration.ofHours(10)));
        assertThat(world.seal()).isInstanceOf(SealOutcome.Unchanged.class);

        TradeColumns rows = TradeColumns.of(SealWorld.parts(world.archive));
        dumps.publish(SYMBOL, DAY, rows);

        assertThat(certified(world.seal()).dump().verdict())
                .isEqualTo(DumpComparison.Verdict.MATCH);
        assertThat(world.seal()).isInstanceOf(SealOutcome.Unchanged.class);
    }

    @Test
    void aDumpThatIsShortLateOrInConflictIsToldSo(@TempDir Path temp) throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        PublishedDumps dumps = new PublishedDumps(temp);
        world.dumps = dumps;
        TradeColumns rows = TradeColumns.of(SealWorld.parts(world.archive));
        world.clock.set(MIDNIGHT.plus(Duration.ofHours(49)));
        assertThat(certified(world.seal()).dump().verdict()).isEqualTo(DumpComparison.Verdict.LATE);

        TradeColumns some = rows.slice(0, 40);
        some.addAll(rows, 50, 90);
        dumps.publish(SYMBOL, DAY, some);
        DumpComparison dump = certified(world.seal()).dump();
        assertThat(dump.verdict()).isEqualTo(DumpComparison.Verdict.SHORT);
        assertThat(dump.missing()).isEqualTo(ids(1050, 1059).plus(new TradeIdRange(1100, 1109)));
    }

    @Test
    void otherValuesAndTradesThatTheArchiveHasNotAreConflicts(@TempDir Path temp) throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        PublishedDumps dumps = new PublishedDumps(temp);
        world.dumps = dumps;
        world.clock.set(MIDNIGHT.plus(Duration.ofHours(10)));
        TradeColumns rows = TradeColumns.of(SealWorld.parts(world.archive));
        TradeColumns other = rows.slice(0, 99);
        Trade last = rows.trade(99);
        other.add(
                last.id(),
                last.price() + 1,
                last.quantity(),
                last.time(),
                last.buyerIsMaker(),
                true,
                0,
                0,
                Source.DUMP);
        other.add(1_200, 1, 1, last.time(), true, true, 0, 0, Source.DUMP);
        dumps.publish(SYMBOL, DAY, other);

        SealOutcome outcome = world.seal();

        DumpComparison dump = certified(outcome).dump();
        assertThat(dump.verdict()).isEqualTo(DumpComparison.Verdict.CONFLICT);
        assertThat(dump.differing()).isEqualTo(ids(1109, 1109));
        assertThat(dump.extra()).isEqualTo(ids(1200, 1200));
        assertThat(((SealOutcome.Certified) outcome).conflicts())
                .singleElement()
                .satisfies(both -> {
                    assertThat(both.archived()).isEqualTo(last);
                    assertThat(both.published().price()).isEqualTo(last.price() + 1);
                });
    }

    @Test
    void whatLiesUnderASealedKeyAndIsNotEqualIsNeverCertified() throws Exception {
        SealWorld world = SealWorld.ofThreeDays();
        SealPlan plan =
                new SealPlan(
                        SYMBOL, DAY, 1, DAY.plusDays(1), List.of(new TradeIdRange(1010, 1109)));
        world.archive.put(plan.key().toString(), plan.toJson(), Map.of());
        SealWorld elsewhere = SealWorld.ofThreeDays();
        elsewhere.seal();
        byte[] sound = elsewhere.archive.get(SEALED).orElseThrow();
        sound[2_000] ^= 1;
        world.archive.put(SEALED, sound, Map.of());

        assertThat(world.seal()).isInstanceOf(SealOutcome.Wrong.class);
        assertThat(world.keys("certificates/")).containsExactly(plan.key().toString());
        assertThat(SealedKey.parse(SEALED).toString()).isEqualTo(SEALED);
    }

    private static Certificate certified(SealOutcome outcome) {
        assertThat(outcome).isInstanceOf(SealOutcome.Certified.class);
        return ((SealOutcome.Certified) outcome).certificate();
    }

    private static void notYet(SealOutcome outcome, String why) {
        assertThat(outcome).isEqualTo(new SealOutcome.NotYet(why));
    }

    private static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }
}
