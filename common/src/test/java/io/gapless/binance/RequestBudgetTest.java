package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int PAGE = RequestWeight.PAGE;

    private final RequestBudget budget = new RequestBudget(100);

    @Test
    void aMinuteHasRoomForItsWeightAndNotMore() {
        Instant now = NOON.plusSeconds(10);
        for (int call = 0; call < 4; call++) {
            assertThat(budget.mayCall(PAGE, now)).isTrue();
            budget.spent(PAGE, now);
        }
        assertThat(budget.mayCall(PAGE, now)).isFalse();
        assertThat(budget.mayCall(1, now)).isFalse();
        assertThat(budget.nextAllowed(PAGE, now)).isEqualTo(NOON.plusSeconds(61));
        assertThat(budget.mayCall(PAGE, NOON.plusSeconds(61))).isTrue();
    }

    @Test
    void aRequestCloseToTheBorderIsChargedToBothMinutes() {
        budget.spent(PAGE, NOON.plusMillis(59_500));
        budget.spent(75, NOON.plusSeconds(90));
        assertThat(budget.mayCall(1, NOON.plusSeconds(91))).isFalse();
        assertThat(budget.nextAllowed(1, NOON.plusSeconds(91))).isEqualTo(NOON.plusSeconds(121));
    }

    @Test
    void closeToTheBorderBothMinutesMustHaveRoom() {
        budget.spent(100, NOON.plusSeconds(30));
        assertThat(budget.nextAllowed(PAGE, NOON.plusMillis(60_500)))
                .isEqualTo(NOON.plusSeconds(61));
    }

    @Test
    void whatTheExchangeCountsIsBelievedWhenItIsMore() {
        Instant now = NOON.plusSeconds(10);
        budget.spent(PAGE, now);
        budget.heard(receipt(now, now.plusMillis(50), 90));
        assertThat(budget.mayCall(PAGE, now)).isFalse();
        assertThat(budget.mayCall(10, now)).isTrue();
    }

    @Test
    void whatTheExchangeCountsIsNotBelievedWhenItIsLess() {
        Instant now = NOON.plusSeconds(10);
        budget.spent(80, now);
        budget.heard(receipt(now, now.plusMillis(50), 25));
        assertThat(budget.mayCall(PAGE, now)).isFalse();
    }

    @Test
    void aCountOfTheOldMinuteThatArrivesInTheNewOneDoesNotCloseIt() {
        Instant sent = NOON.plusMillis(59_900);
        budget.spent(PAGE, sent);
        budget.heard(receipt(sent, NOON.plusMillis(60_300), 100));
        assertThat(budget.mayCall(PAGE, NOON.plusSeconds(61))).isTrue();
    }

    @Test
    void aSmallCountCloseToTheBorderIsTheNewMinutes() {
        Instant before = NOON.plusSeconds(50);
        budget.heard(receipt(before, before, 130));
        Instant sent = NOON.plusMillis(59_900);
        budget.heard(receipt(sent, NOON.plusMillis(60_300), 60));
        assertThat(budget.mayCall(50, NOON.plusSeconds(62))).isFalse();
        assertThat(budget.mayCall(40, NOON.plusSeconds(62))).isTrue();
    }

    @Test
    void aReplyThatWasOvertakenCloseToTheBorderDoesNotCloseTheNewMinute() {
        Instant sent = NOON.plusMillis(59_500);
        budget.heard(receipt(sent, NOON.plusMillis(59_700), 100));
        budget.heard(receipt(sent, NOON.plusMillis(59_800), 75));
        assertThat(budget.mayCall(100, NOON.plusSeconds(62))).isTrue();
    }

    @Test
    void theExchangesMinuteCountsAndNotOurs() {
        // Ours is 20 seconds behind.
        Instant now = NOON.plusSeconds(30);
        Instant date = NOON.plusSeconds(50);
        budget.heard(
                new Receipt(
                        now.minusMillis(499),
                        now.plusMillis(500),
                        Optional.of(date),
                        Optional.of(1)));
        budget.spent(100, now);
        Instant next = budget.nextAllowed(PAGE, now);
        assertThat(Duration.between(NOON.plusSeconds(41), next).abs())
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void itKnowsNothingOfAMinuteUntilAReplyTells() {
        Instant now = NOON.plusSeconds(10);
        assertThat(budget.hasHeard(now)).isFalse();
        budget.heard(receipt(now, now, 0));
        assertThat(budget.hasHeard(now)).isTrue();
        assertThat(budget.hasHeard(now.plusSeconds(60))).isFalse();
    }

    @Test
    void theExchangesLimitIsNeverPlannedToTheLastRequest() {
        RequestBudget greedy = new RequestBudget(100_000);
        assertThat(greedy.usable()).isEqualTo(5_840);
        greedy.exchangeAllows(1_200);
        assertThat(greedy.usable()).isEqualTo(1_040);
        assertThat(new RequestBudget(3_000).usable()).isEqualTo(3_000);
    }

    @Test
    void anImpossibleLimitIsRefusedWithTheLeastThatWorks() {
        assertThatThrownBy(() -> new RequestBudget(99))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 100");
        assertThatThrownBy(() -> budget.nextAllowed(101, NOON))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Receipt receipt(Instant sent, Instant received, int used) {
        return new Receipt(sent, received, Optional.empty(), Optional.of(used));
    }
}
