package io.gapless.local.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.exchange.fault.Fault.DumpFlaw;
import io.gapless.seal.DumpComparison.Verdict;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefectPlanTest {
    private static RehearsalSettings settings(long seed) {
        return new RehearsalSettings(
                RehearsalSettings.symbols(2), 3, 200, 300, 1, 0, seed, Path.of(""), Sabotage.none);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingIsLeftToChanceAlone(long seed) {
        List<PlannedDay> days = DefectPlan.of(settings(seed));

        assertThat(days).hasSize(6);
        Set<DumpFlaw> first = EnumSet.noneOf(DumpFlaw.class);
        days.forEach(day -> first.addAll(day.first().keySet()));
        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(DumpFlaw.CONFLICT)));
        assertThat(days)
                .anyMatch(day -> day.cutAfter() > 0 && !day.first().containsKey(DumpFlaw.LATE));
        assertThat(days).anyMatch(day -> day.conflicts() > 0);
        // Before everything is archived nobody could tell which of both is wrong.
        assertThat(days).noneMatch(day -> day.first().containsKey(DumpFlaw.CONFLICT));
        assertThat(DefectPlan.of(settings(seed))).isEqualTo(days);
    }

    @Test
    void aCertificateThatCouldNotCompareIsRenewed() {
        RehearsalSettings settings = settings(1);
        PlannedDay late = day(settings, Map.of(DumpFlaw.LATE, 1), Map.of(DumpFlaw.CONFLICT, 3));
        PlannedDay match = day(settings, Map.of(DumpFlaw.HEADER, 1), Map.of(DumpFlaw.CONFLICT, 3));

        assertThat(late.firstVerdict()).isEqualTo(Verdict.LATE);
        assertThat(late.verdict(true)).isEqualTo(Verdict.CONFLICT);
        assertThat(match.verdict(true)).isEqualTo(Verdict.MATCH);
        assertThat(match.verdict(false)).isEqualTo(Verdict.CONFLICT);
    }

    private static PlannedDay day(
            RehearsalSettings settings,
            Map<DumpFlaw, Integer> first,
            Map<DumpFlaw, Integer> later) {
        return new PlannedDay(settings.symbols().getFirst(), settings.firstDay(), first, later, 0);
    }
}
