package io.gapless.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.BackfillRequestParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The machine that brings in past days, and that it speaks the program's language.
class PastDaysTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static Stacks stacks;

    @BeforeAll
    static void synthesize() {
        stacks = Stacks.all();
    }

    private static JsonNode definition() throws Exception {
        JsonNode machine =
                stacks.resource(Stacks.USUAL, "AWS::StepFunctions::StateMachine")
                        .path("Properties");
        assertThat(machine.path("StateMachineName").asText()).isEqualTo("gapless-history");
        assertThat(machine.path("DefinitionSubstitutions").path("Function").path("Fn::GetAtt"))
                .isNotEmpty();
        return JSON.readTree(machine.path("DefinitionString").asText());
    }

    private static JsonNode function() {
        return stacks.resource(Stacks.USUAL, "AWS::Lambda::Function", "PastDays")
                .path("Properties");
    }

    @Test
    void itIsADistributedMapOfSymbolDaysWithABound() throws Exception {
        JsonNode map = definition().path("States").path("Days");

        assertThat(map.path("Type").asText()).isEqualTo("Map");
        assertThat(map.path("MaxConcurrency").asInt()).isEqualTo(PastDays.CONCURRENCY);
        assertThat(map.path("ToleratedFailurePercentage").asInt()).isEqualTo(100);
        assertThat(map.path("ItemProcessor").path("ProcessorConfig").path("Mode").asText())
                .isEqualTo("DISTRIBUTED");
    }

    @Test
    void eachStatePassesOnWhatTheProgramTakes() throws Exception {
        JsonNode states = definition().path("States");
        assertThat(
                        states.path("Want")
                                .path("Parameters")
                                .path("Payload")
                                .path("history.$")
                                .asText())
                .isEqualTo("$");
        assertThat(states.path("Days").path("ItemsPath").asText()).isEqualTo("$.days");
        assertThat(states.path("SumUp").path("Parameters").path("Payload.$").asText())
                .isEqualTo("$.end");
        assertThat(states.path("Days").path("ResultPath").asText()).isEqualTo("$.end.days");

        assertThat(
                        parsed(
                                "{\"history\":{\"symbols\":[\"BTCUSDT\"],\"from\":\"2024-01-01\",\"to\":\"2024-12-31\"}}"))
                .isInstanceOf(BackfillRequest.OfDays.Plan.class);
        assertThat(
                        parsed(
                                "{\"summary\":[{\"symbol\":\"BTCUSDT\",\"fromId\":1,\"toId\":2}],\"days\":[{\"e\":\"DONE\",\"a\":2,\"c\":0}]}"))
                .isInstanceOf(BackfillRequest.OfDays.Summary.class);
    }

    private static BackfillRequest parsed(String event) throws Exception {
        return BackfillRequestParser.parse(JSON.readTree(event));
    }

    @Test
    void aDayIsTriedAgainUnlessItIsRefusedAndOneThatFailsDoesNotStopTheOthers() throws Exception {
        JsonNode day =
                definition()
                        .path("States")
                        .path("Days")
                        .path("ItemProcessor")
                        .path("States")
                        .path("Day");
        JsonNode refused = day.path("Retry").get(0);
        assertThat(refused.path("ErrorEquals").get(0).asText())
                .isEqualTo(IllegalArgumentException.class.getName());
        assertThat(refused.path("MaxAttempts").asInt(-1)).isZero();
        assertThat(day.path("Retry").get(1).path("MaxAttempts").asInt())
                .isEqualTo(PastDaysDefinition.MAX_TRIES);
        assertThat(day.path("Catch").get(0).path("Next").asText()).isEqualTo("NotReached");
    }

    @Test
    void theFunctionHasTimeMemoryAndDiskForTheBusiestDay() {
        JsonNode function = function();
        assertThat(function.path("Timeout").asInt()).isEqualTo(900);
        assertThat(function.path("MemorySize").asInt()).isEqualTo(PastDays.MEMORY_MB);
        assertThat(function.path("EphemeralStorage").path("Size").asInt())
                .isEqualTo(PastDays.DISK_MB);
        assertThat(function.has("SnapStart")).isFalse();
        assertThat(function.path("Handler").asText())
                .isEqualTo(
                        stacks.resource(Stacks.USUAL, "AWS::Lambda::Function", "Backfill")
                                .path("Properties")
                                .path("Handler")
                                .asText());
    }

    @Test
    void theLiveExchangesDumpsAreUsed() {
        JsonNode variables = function().path("Environment").path("Variables");
        assertThat(variables.has("GAPLESS_DUMP_URL")).isFalse();
        assertThat(BackfillConfig.DEFAULT_DUMP_URL).isEqualTo("https://data.binance.vision");
    }

    @Test
    void theCommandThatStartsItIsAnOutput() {
        assertThat(stacks.json(Stacks.USUAL).path("Outputs").path("History").toString())
                .contains("aws stepfunctions start-execution", "2024-12-31");
    }
}
