package io.gapless.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.BackfillHandler;
import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.BackfillRequestParser;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/// The repair's function, its schedule, and that both and the program agree.
class BackfillTest {
    private static Stacks stacks;
    private static Template template;

    @BeforeAll
    static void synthesize() {
        stacks = Stacks.all();
        template = stacks.template(Stacks.USUAL);
    }

    private static JsonNode properties(String type) {
        return stacks.resource(Stacks.USUAL, type).path("Properties");
    }

    private static JsonNode function() {
        return named("AWS::Lambda::Function", "FunctionName", "gapless-backfill");
    }

    private static JsonNode named(String type, String key, String name) {
        return stacks.resources(Stacks.USUAL, type).stream()
                .map(resource -> resource.path("Properties"))
                .filter(properties -> properties.path(key).asText().equals(name))
                .findAny()
                .orElseThrow();
    }

    @Test
    void itIsJava25OnArmRestoredFromASnapshot() {
        template.hasResourceProperties(
                "AWS::Lambda::Function",
                Match.objectLike(
                        Map.of(
                                "Runtime",
                                "java25",
                                "Architectures",
                                java.util.List.of("arm64"),
                                "SnapStart",
                                Map.of("ApplyOn", "PublishedVersions"))));
        template.resourceCountIs("AWS::Lambda::Version", 2);
    }

    @Test
    void itsJvmIsToldWhatTheHandlerAsksFor() {
        assertThat(
                        function()
                                .path("Environment")
                                .path("Variables")
                                .path("JAVA_TOOL_OPTIONS")
                                .asText())
                .isEqualTo(BackfillHandler.JVM_OPTIONS);
    }

    @Test
    void itIsInNoVpcAndReservesNothing() {
        JsonNode function = function();
        assertThat(function.has("VpcConfig")).isFalse();
        assertThat(function.has("ReservedConcurrentExecutions")).isFalse();
    }

    @Test
    void theHandlerExistsAndTakesWhatIsSet() throws Exception {
        JsonNode function = function();
        String[] handler = function.path("Handler").asText().split("::");
        assertThat(Class.forName(handler[0])).isEqualTo(BackfillHandler.class);
        assertThat(handler[1]).isEqualTo("handleRequest");
        Map<String, String> environment = new HashMap<>();
        function.path("Environment")
                .path("Variables")
                .properties()
                .forEach(v ->
                        environment.put(
                                v.getKey(),
                                v.getValue().isTextual() ? v.getValue().asText() : "x"));
        BackfillConfig config = BackfillConfig.from(environment);
        assertThat(config.timeBudget().plus(BackfillHandler.DEADLINE_MARGIN).toSeconds())
                .isLessThan(function.path("Timeout").asLong());
        assertThat(config.timeBudget().toSeconds()).isEqualTo(50);
    }

    @Test
    void retriesAgeAndFailuresAreSetOnTheAliasThatIsCalled() {
        template.hasResourceProperties(
                "AWS::Lambda::EventInvokeConfig",
                Match.objectLike(
                        Map.of(
                                "MaximumEventAgeInSeconds",
                                60,
                                "MaximumRetryAttempts",
                                0,
                                "Qualifier",
                                Match.objectLike(Map.of("Fn::Select", Match.anyValue())),
                                "DestinationConfig",
                                Match.objectLike(Map.of("OnFailure", Match.anyValue())))));
        assertThat(properties("AWS::Lambda::EventInvokeConfig").path("Qualifier").toString())
                .contains("BackfillAlias");
    }

    @Test
    void theScheduleCallsTheAliasEveryMinuteAndKeepsWhatItCannotDeliver() throws Exception {
        JsonNode schedule = named("AWS::Scheduler::Schedule", "Name", "gapless-repair");
        assertThat(schedule.path("ScheduleExpression").asText()).isEqualTo("rate(1 minute)");
        assertThat(schedule.path("FlexibleTimeWindow").path("Mode").asText()).isEqualTo("OFF");
        JsonNode target = schedule.path("Target");
        assertThat(target.path("Arn").path("Ref").asText()).startsWith("BackfillAlias");
        assertThat(target.path("DeadLetterConfig").path("Arn").toString()).contains("DeadLetters");
        assertThat(target.path("RetryPolicy").path("MaximumEventAgeInSeconds").asInt())
                .isEqualTo(60);
        assertThat(
                        BackfillRequestParser.parse(
                                new JsonMapper().readTree(target.path("Input").asText())))
                .isEqualTo(BackfillRequest.Scheduled.ALL);
    }

    @Test
    void theManualBackfillInTheOutputsIsOneThatTheProgramTakes() throws Exception {
        String command =
                stacks.json(Stacks.USUAL)
                        .path("Outputs")
                        .path("ManualBackfill")
                        .path("Value")
                        .asText();
        assertThat(command).contains("--function-name gapless-backfill:live");
        String payload = command.substring(command.indexOf('{'), command.lastIndexOf('}') + 1);
        assertThat(BackfillRequestParser.parse(new JsonMapper().readTree(payload)))
                .isInstanceOf(BackfillRequest.Manual.class);
    }

    @Test
    void theOutputsSayWhereEverythingIs() {
        JsonNode outputs = stacks.json(Stacks.USUAL).path("Outputs");
        for (String name :
                new String[] {
                    "Bucket", "Table", "Function", "Dashboard", "Workgroup", "ManualVerify"
                }) {
            assertThat(outputs.path(name).path("Value").isMissingNode()).as(name).isFalse();
        }
    }
}
