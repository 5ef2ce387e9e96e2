package io.gapless.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FiguresTest {
    @Test
    void aFigureWithoutAGoalIsGoodAndOneWithAGoalIsJudgedAtItsBound() {
        Figure figure = Figure.of("rss_peak_mb", 512, "MB", "most resident memory");

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.atMost(512).isGood()).isTrue();
        assertThat(figure.atMost(511).isGood()).isFalse();
        assertThat(figure.atLeast(512).isGood()).isTrue();
        assertThat(figure.atLeast(513).isGood()).isFalse();
    }

    @Test
    void peopleSeeWholeNumbersWithoutDecimalsAndSmallOnesWithThree() {
        assertThat(Figure.of("trades", 1_234_567, "", "").shown()).isEqualTo("1,234,567");
        assertThat(Figure.of("cpu_cores", 0.21627, "", "").shown()).isEqualTo("0.216");
        assertThat(Figure.of("cpu_us_per_trade", 19.43, "", "").shown()).isEqualTo("19.4");
    }

    @Test
    void theJsonHoldsTheFiguresByNameAndWhetherAllAreGood() {
        BenchReport report = new BenchReport(Instant.parse("2026-11-23T12:00:00Z"));
        report.add(
                new LoadBench(),
                List.of(
                        Figure.of("rss_peak_mb", 369.5, "MB", "").atMost(512),
                        Figure.of("lost", 3, "", "").atMost(0)));

        ObjectNode json = report.toJson(true);

        assertThat(json.at("/benches/load/rss_peak_mb").asDouble()).isEqualTo(369.5);
        assertThat(json.at("/good").asBoolean()).isFalse();
        assertThat(json.at("/at").asText()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(json.at("/machine/cores").asInt()).isPositive();
    }

    @Test
    void theHeadlinesStandFirstAndWhatIsMissingSaysWhy() {
        BenchReport report = new BenchReport(Instant.parse("2026-11-23T12:00:00Z"));
        report.add(
                new PeersBench(),
                List.of(
                        Figure.of("cpu_vs_xchange", 0.25, "x", "").atMost(1),
                        Figure.leftOut("cpu_vs_ccxt", "there is no npm")));

        ObjectNode json = report.toJson(true);

        assertThat(json.at("/cpu_vs_xchange").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/cpu_vs_ccxt").isNull()).isTrue();
        assertThat(json.at("/left_out/cpu_vs_ccxt").asText()).isEqualTo("there is no npm");
        assertThat(json.at("/left_out/repair_pace").asText())
                .isEqualTo("its benchmark was not run");
        assertThat(json.at("/left_out").size()).isEqualTo(BenchReport.HEADLINES.size() - 1);
        assertThat(json.at("/benches/peers/cpu_vs_ccxt").isNull()).isTrue();
        assertThat(json.at("/good").asBoolean()).isTrue();
    }

    @Test
    void growthIsTheSlopeOfTheLineThatFitsBest() {
        List<ProcessSample> samples = new ArrayList<>();
        for (int second = 0; second < 100; second++) {
            long noise = second % 2 == 0 ? 5 : -5;
            samples.add(new ProcessSample(second, 1_000 + 7 * second + noise, 0, 0, 0));
        }

        assertThat(ProcessSample.slope(samples)).isCloseTo(7, within(0.01));
        assertThat(ProcessSample.slope(samples.subList(0, 1))).isZero();
    }

    @Test
    void aStepThatIsTakenBackIsNoGrowthAndATrendIs() {
        List<ProcessSample> flat = new ArrayList<>();
        List<ProcessSample> growing = new ArrayList<>();
        for (int second = 0; second < 100; second++) {
            flat.add(new ProcessSample(second, second > 90 ? 420 : 400, 0, 0, 0));
            growing.add(new ProcessSample(second, 400 + second, 0, 0, 0));
        }

        assertThat(ProcessSample.growth(flat)).isZero();
        assertThat(ProcessSample.growth(growing)).isEqualTo(50);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessIsSampledWithItsMemoryAndItsProcessorTime() throws Exception {
        ProcessSample sample = ProcessSample.of(ProcessHandle.current().pid(), 3);

        assertThat(sample.rss()).isBetween(10L << 20, 8L << 30);
        assertThat(sample.rssPeak()).isGreaterThanOrEqualTo(sample.rss() * 9 / 10);
        assertThat(sample.pss()).isPositive();
        assertThat(sample.cpuSeconds()).isPositive();
    }

    @Test
    void whoeverMayUseEveryProcessorIsNotHeld() throws Exception {
        try (CpuLimit all = CpuLimit.of(Integer.MAX_VALUE)) {
            assertThat(all.around(List.of("java"))).containsExactly("java");
        }
    }

    @Test
    void severalTurnsGiveTheMiddleOneAndHowFarTheOthersWere() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
        assertThat(Spread.of(List.of(5.0))).isEqualTo(new Spread(5, 5, 5));
        assertThat(new Spread(2.5, 1, 4).figure("x", "µs", "of a trade").meaning())
                .isEqualTo("of a trade; 1 to 4");
    }
}
