package io.gapless.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    private static final Duration CLAIM_LIFE = Duration.ofSeconds(10);
    private static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT");

    private static ChaosPlan anHour(long seed) {
        return ChaosPlan.of(seed, Duration.ofHours(1), CLAIM_LIFE, SYMBOLS);
    }

    @Test
    void theSameSeedPlansTheSameAndAnotherOneDoesNot() {
        assertThat(anHour(1)).isEqualTo(anHour(1)).isNotEqualTo(anHour(2));
    }

    @Test
    void everyHourHasMoreThanAHundredKills() {
        LongStream.range(0, 50)
                .forEach(seed ->
                        assertThat(anHour(seed).steps())
                                .as("seed %d", seed)
                                .filteredOn(step -> step.blow() instanceof Blow.Kill)
                                .hasSizeGreaterThanOrEqualTo(200));
    }

    @Test
    void blowsAreInTheOrderOfTime() {
        assertThat(anHour(1).steps()).extracting(ChaosPlan.Step::at).isSorted();
    }

    @Test
    void everyWriterIsKilledFrozenAndCutOffFromEveryServerInEveryWay() {
        Set<String> planned =
                anHour(1).steps().stream()
                        .map(step -> step.blow().victim() + " " + step.blow().kind())
                        .collect(Collectors.toSet());

        for (Writer writer : Writer.values()) {
            assertThat(planned).contains(writer.title() + " SIGKILL", writer.title() + " SIGSTOP");
            for (Server server : Server.values()) {
                assertThat(planned)
                        .filteredOn(
                                what -> what.startsWith(writer.title() + " to " + server.title()))
                        .hasSize(5);
            }
        }
        assertThat(planned)
                .contains("S3 restart", "S3 disk full", "DynamoDB restart", "exchange misbehaves");
    }

    @Test
    void writersAreFrozenForLongerThanAClaimLives() {
        assertThat(anHour(1).steps())
                .filteredOn(step ->
                        step.blow() instanceof Blow.Freeze(var _, var lasting)
                                && lasting.compareTo(CLAIM_LIFE) > 0)
                .hasSizeGreaterThan(20);
    }

    @Test
    void everythingThatIsDoneHasItsPlaceInTheTable() {
        Toll toll = new Toll();
        anHour(1).steps().forEach(step -> toll.count(step.blow()));

        assertThat(toll.kills())
                .isEqualTo(
                        anHour(1).steps().stream()
                                .filter(step -> step.blow() instanceof Blow.Kill)
                                .count());
        assertThat(toll.table().lines())
                .hasSize(1 + Writer.values().length + 3 + Writer.values().length * 3);
        assertThat(EnumSet.allOf(Writer.class))
                .allSatisfy(writer -> assertThat(toll.table()).contains(writer.title()));
    }
}
