package io.gapless.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.backfill.repair.RepairWorld;
import io.gapless.backfill.repair.RepairWorld.Faults;
import io.gapless.dump.DumpDay;
import io.gapless.dump.DumpFile;
import io.gapless.dump.PublishedDumps;
import io.gapless.trade.Seeds;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The events that Step Functions passes on, from the first to the last.
class HistoryAnswersTest {
    private static final Symbol A = Symbol.of("AAAUSDT");
    private static final LocalDate FIRST = LocalDate.parse("2026-02-28");
    private static final long IDS = 3_000;

    @TempDir private Path folder = Path.of("");

    private final RepairWorld world = new RepairWorld();

    @SuppressWarnings("NullAway.Init")
    private PublishedDumps dumps;

    @BeforeEach
    void threeDays() {
        dumps = new PublishedDumps(folder);
        world.dumps = dumps;
        world.traded(A, 0, 999, Instant.parse("2026-02-27T23:59:59.500Z"));
        world.traded(A, 1_000, 1_999, Instant.parse("2026-02-28T23:59:59.500Z"));
        world.traded(A, 2_000, IDS - 1, Instant.parse("2026-03-01T23:59:59.500Z"));
        publish(FIRST);
        publish(FIRST.plusDays(1));
    }

    private void publish(LocalDate date) {
        TradeColumns rows = new TradeColumns(100);
        for (Trade trade : world.tape.happened(A.exchangeName(), world.clock.instant()).rows()) {
            if (trade.date().equals(date)) {
                rows.add(trade);
            }
        }
        dumps.publish(A, date, rows);
    }

    private JsonNode answer(String event) throws Exception {
        return answer(new JsonMapper().readTree(event));
    }

    private JsonNode answer(JsonNode event) throws InterruptedException {
        History history =
                new History(
                        world.archive,
                        world.checkpoints,
                        world.history(Faults.NONE.history()),
                        dumps,
                        RepairWorld.SETTINGS,
                        world.clock,
                        world.clock::advance,
                        Seeds.random(3));
        BackfillRequest.OfDays request =
                (BackfillRequest.OfDays) BackfillRequestParser.parse(event);
        return new HistoryAnswers(history)
                .answer(request, world.clock.instant().plus(RepairWorld.BUDGET));
    }

    private JsonNode planned() throws Exception {
        return answer(
                "{\"history\":{\"symbols\":[\"AAAUSDT\"],\"from\":\"2026-02-28\",\"to\":\"2026-03-01\"}}");
    }

    @Test
    void eachAnswerIsTheNextEventAndInTheEndNothingIsOpen() throws Exception {
        JsonNode plan = planned();
        assertThat(plan.path("days")).hasSize(2);

        long archived = 0;
        for (JsonNode day : plan.path("days")) {
            JsonNode answer = answer(day);
            assertThat(answer.path("ended").asText()).isEqualTo("DONE");
            archived += answer.path("archived").asLong();
        }

        ObjectNode end = plan.path("end").deepCopy();
        end.putArray("days").addObject().put("e", "DONE").put("a", archived).put("c", 3);
        JsonNode summary = answer(end);
        assertThat(summary.path("days").path("DONE").asInt()).isEqualTo(1);
        assertThat(summary.path("archivedFromDumps").asLong()).isEqualTo(archived);
        assertThat(summary.path("conflicts").asLong()).isEqualTo(3);
        assertThat(summary.path("open").asLong()).isZero();
        assertThat(summary.path("symbols").get(0).path("archived").asLong()).isEqualTo(archived);
        assertThat(archived).isEqualTo(2_000);
        long first = summary.path("symbols").get(0).path("fromId").asLong();
        world.assertComplete(A, first, first + archived - 1);
        assertThat(planned().path("days")).isEmpty();
    }

    @Test
    void theAnswerForADayTellsOfTradesThatWereThoughtNeverToHaveExisted() throws Exception {
        JsonNode plan = planned();
        world.change(A, c -> c.absent(new TradeIdRange(1_100, 1_104)));

        JsonNode answer = answer(plan.path("days").get(0));

        assertThat(answer.path("notes")).hasSize(1);
        assertThat(answer.path("notes").get(0).asText())
                .isEqualTo("ALARM ids recorded as absent exist after all: [1100..1104]");
        assertThat(world.read(A).absent().isEmpty()).isTrue();
        assertThat(answer(plan.path("days").get(1)).path("notes")).isEmpty();
    }

    @Test
    void aDayWithoutADumpStaysWantedAndTheSummaryTellsIt() throws Exception {
        JsonNode plan = planned();
        dumps.answer(new DumpDay.NotPublished(new DumpFile(A, FIRST)), new DumpFile(A, FIRST));

        assertThat(answer(plan.path("days").get(0)).path("ended").asText())
                .isEqualTo("NOT_PUBLISHED");

        assertThat(answer(plan.path("end")).path("open").asLong()).isEqualTo(2_000);
        assertThat(
                        world.backfill(Faults.NONE)
                                .run(
                                        BackfillRequest.Scheduled.ALL,
                                        world.clock.instant().plus(RepairWorld.BUDGET),
                                        io.gapless.backfill.repair.RepairProgress.NONE)
                                .report()
                                .left())
                .isZero();
    }

    @Test
    void aDayThatNeedsAnotherTryFailsSoThatItGetsOne() throws Exception {
        JsonNode day = planned().path("days").get(0);
        DumpFile file = new DumpFile(A, FIRST);
        dumps.answer(new DumpDay.Unavailable(file, "nobody there"), file);

        assertThatThrownBy(() -> answer(day))
                .isInstanceOf(DayNotDoneException.class)
                .hasMessageContaining("nobody there");
    }

    @Test
    void whatIsNoDayIsRefusedWithTheAcceptedForms() {
        for (String bad :
                new String[] {
                    "{\"day\":{\"symbol\":\"AAAUSDT\",\"date\":\"2026-02-30\"}}",
                    "{\"day\":{\"symbol\":\"AAAUSDT\"}}",
                    "{\"history\":{\"symbols\":\"AAAUSDT\",\"from\":\"2026-02-28\",\"to\":\"2026-03-01\"}}",
                    "{\"history\":{\"symbols\":[\"AAAUSDT\"],\"from\":\"2026-03-02\",\"to\":\"2026-03-01\"}}",
                    "{\"summary\":7}"
                }) {
            assertThatThrownBy(() -> answer(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Event refused: ");
        }
    }
}
