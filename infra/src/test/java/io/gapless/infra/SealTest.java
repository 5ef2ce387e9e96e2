package io.gapless.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.SealHandler;
import io.gapless.backfill.SealRequest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The function that seals, its schedule, and that both and the program agree.
class SealTest {
    private static Stacks stacks;

    @BeforeAll
    static void synthesize() {
        stacks = Stacks.all();
    }

    private static JsonNode named(String type, String key) {
        return stacks.resources(Stacks.USUAL, type).stream()
                .map(resource -> resource.path("Properties"))
                .filter(properties -> properties.path(key).asText().equals("gapless-seal"))
                .findAny()
                .orElseThrow();
    }

    @Test
    void theHandlerExistsAndTakesWhatIsSet() throws Exception {
        JsonNode function = named("AWS::Lambda::Function", "FunctionName");
        assertThat(function.path("Handler").asText())
                .isEqualTo(SealHandler.class.getName() + "::handleRequest");
        Map<String, String> environment = new HashMap<>();
        function.path("Environment")
                .path("Variables")
                .properties()
                .forEach(v ->
                        environment.put(
                                v.getKey(),
                                v.getValue().isTextual() ? v.getValue().asText() : "x"));
        assertThat(BackfillConfig.from(environment).bucket()).isNotEmpty();
        assertThat(function.path("Timeout").asLong())
                .isEqualTo(900)
                .isGreaterThan(SealHandler.DEADLINE_MARGIN.toSeconds());
        assertThat(function.path("EphemeralStorage").path("Size").asInt()).isEqualTo(4096);
        assertThat(function.has("VpcConfig")).isFalse();
    }

    @Test
    void itRunsEachNightAndAgainWhenDumpsAreOut() throws Exception {
        JsonNode schedule = named("AWS::Scheduler::Schedule", "Name");
        assertThat(schedule.path("ScheduleExpression").asText())
                .isEqualTo("cron(20 1,2,3,10 * * ? *)");
        assertThat(schedule.path("ScheduleExpressionTimezone").asText()).isEqualTo("Etc/UTC");
        JsonNode target = schedule.path("Target");
        assertThat(target.path("Arn").toString()).contains("SealAlias");
        assertThat(target.path("DeadLetterConfig").path("Arn").toString()).contains("DeadLetters");
        assertThat(SealRequest.parse(new JsonMapper().readTree(target.path("Input").asText())))
                .isEqualTo(new SealRequest.Nightly());
    }
}
