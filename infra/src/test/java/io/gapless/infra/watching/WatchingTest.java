package io.gapless.infra.watching;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gapless.backfill.watch.RepairMetric;
import io.gapless.backfill.watch.RepairMetricsLine;
import io.gapless.backfill.watch.SealMetricsLine;
import io.gapless.infra.Stacks;
import io.gapless.listener.metrics.EmbeddedMetrics;
import io.gapless.listener.metrics.ListenerMetric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

/// Alarms and dashboard: that they look at what the programs tell, and what they cost.
class WatchingTest {
    private static final int FREE_ALARMS = 10;
    private static final int FREE_METRICS = 10;

    private static Stacks stacks;

    @BeforeAll
    static void synthesize() {
        stacks = Stacks.all();
    }

    private static List<JsonNode> alarms() {
        return stacks.resources(Stacks.USUAL, "AWS::CloudWatch::Alarm").stream()
                .map(alarm -> alarm.path("Properties"))
                .toList();
    }

    @Test
    void alarmsLookOnlyAtMetricsThatTheProgramsTell() {
        Map<String, Set<String>> told =
                Map.of(
                        EmbeddedMetrics.NAMESPACE,
                        Arrays.stream(ListenerMetric.values())
                                .filter(ListenerMetric::isMetric)
                                .map(ListenerMetric::label)
                                .collect(Collectors.toSet()),
                        SealMetricsLine.NAMESPACE,
                        Set.of(SealMetricsLine.OLDEST_UNSEALED),
                        RepairMetricsLine.NAMESPACE,
                        Arrays.stream(RepairMetric.values())
                                .map(RepairMetric::label)
                                .collect(Collectors.toSet()));
        List<JsonNode> own =
                alarms().stream()
                        .filter(a -> told.containsKey(a.path("Namespace").asText()))
                        .toList();
        assertThat(own).hasSizeGreaterThanOrEqualTo(5);
        for (JsonNode alarm : own) {
            assertThat(told.get(alarm.path("Namespace").asText()))
                    .contains(alarm.path("MetricName").asText());
            assertThat(alarm.path("Dimensions")).hasSize(1);
            assertThat(alarm.path("Dimensions").path(0).path("Name").asText())
                    .isEqualTo(EmbeddedMetrics.DIMENSION)
                    .isEqualTo(RepairMetricsLine.DIMENSION);
        }
    }

    @Test
    void alarmsAndMetricsStayWithinWhatIsFree() {
        long counted =
                stacks.resources(Stacks.USUAL, "AWS::Logs::MetricFilter").stream()
                        .map(filter -> filter.at("/Properties/MetricTransformations/0/MetricName"))
                        .distinct()
                        .count();
        long told = Arrays.stream(ListenerMetric.values()).filter(ListenerMetric::isMetric).count();
        assertThat(alarms()).hasSizeLessThanOrEqualTo(FREE_ALARMS);
        // The metric of sealing is told four times a day, and paid for by the hour: 5 cents a
        // month.
        assertThat(told + RepairMetric.values().length + counted).isLessThanOrEqualTo(FREE_METRICS);
    }

    @Test
    void theDashboardDrawsOnlyWhatIsTold() {
        String body =
                stacks.resource(Stacks.USUAL, "AWS::CloudWatch::Dashboard")
                        .path("Properties")
                        .path("DashboardBody")
                        .toString();
        for (ListenerMetric metric : ListenerMetric.values()) {
            if (!metric.isMetric()) {
                assertThat(body).doesNotContain("\\\"" + metric.label() + "\\\"");
            }
        }
        for (RepairMetric metric : RepairMetric.values()) {
            assertThat(body).contains(metric.label());
        }
    }

    @Test
    void everyAlarmTellsPeopleAndHasItsRunbookEntry() throws Exception {
        String runbook = Files.readString(Path.of("../docs/operations.md"));
        Set<String> names = new TreeSet<>();
        for (JsonNode alarm : alarms()) {
            String name = alarm.path("AlarmName").asText().replace(Stacks.USUAL + "-", "");
            names.add(name);
            assertThat(alarm.path("AlarmDescription").asText()).endsWith("operations.md#" + name);
            assertThat(runbook).contains("\n### " + name + "\n");
            assertThat(alarm.path("AlarmActions").toString()).contains("WatchingPeople");
        }
        assertThat(names)
                .isEqualTo(
                        Arrays.stream(Runbook.values())
                                .map(Runbook::title)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theDocumentListsEveryMetricWithItsMeaning() throws Exception {
        String document = Files.readString(Path.of("../docs/operations.md"));
        for (ListenerMetric metric : ListenerMetric.values()) {
            assertThat(document)
                    .contains(
                            "| listener | **%s** | %s | %s%s |"
                                    .formatted(
                                            metric.label(),
                                            metric.unit().name().toLowerCase(Locale.ROOT),
                                            metric.meaning(),
                                            metric.isMetric() ? "" : " (property)"));
        }
        for (RepairMetric metric : RepairMetric.values()) {
            assertThat(document)
                    .contains(
                            "| repair | **%s** | %s | %s |"
                                    .formatted(
                                            metric.label(),
                                            metric.unit().name().toLowerCase(Locale.ROOT),
                                            metric.meaning()));
        }
    }

    @Test
    void aListenerThatIsGoneAndARepairThatDoesNotRunAreNoticedByTheirSilence() {
        List<String> silent = new ArrayList<>();
        for (JsonNode alarm : alarms()) {
            if (alarm.path("TreatMissingData").asText().equals("breaching")) {
                silent.add(alarm.path("AlarmName").asText());
            }
        }
        assertThat(silent)
                .containsExactlyInAnyOrder(
                        "gapless-listener-silent",
                        "gapless-repair-failing",
                        "gapless-day-not-sealed");
    }

    @Test
    void alarmsInEveryProgramsLogAreCountedAsOneMetricThatHasAnAlarm() {
        List<JsonNode> filters = stacks.resources(Stacks.USUAL, "AWS::Logs::MetricFilter");
        JsonNode alarm =
                alarms().stream()
                        .filter(a -> a.path("AlarmName").asText().endsWith("-alarm-logged"))
                        .findAny()
                        .orElseThrow();
        assertThat(filters)
                .hasSize(3)
                .allSatisfy(filter -> {
                    JsonNode counted = filter.at("/Properties/MetricTransformations/0");
                    assertThat(counted.path("MetricName")).isEqualTo(alarm.path("MetricName"));
                    assertThat(counted.path("MetricNamespace")).isEqualTo(alarm.path("Namespace"));
                    assertThat(counted.path("MetricValue").asText()).isEqualTo("1");
                });
        assertThat(
                        filters.stream()
                                .map(filter -> filter.at("/Properties/LogGroupName").toString())
                                .distinct())
                .hasSize(3);
        assertThat(filters.stream().map(filter -> filter.at("/Properties/FilterPattern").asText()))
                .containsExactlyInAnyOrder(
                        "{ $.alarm = \"*\" }",
                        "{ $.kvpList[0].alarm = \"*\" }",
                        "{ $.kvpList[0].alarm = \"*\" }");
    }

    @Test
    void aTaskThatDiesByItselfIsToldAndADeployIsNot() {
        String pattern =
                stacks.resource(Stacks.USUAL, "AWS::Events::Rule")
                        .path("Properties")
                        .path("EventPattern")
                        .toString();
        assertThat(pattern)
                .contains("EssentialContainerExited")
                .contains("TaskFailedToStart")
                .contains("failed container health checks")
                .doesNotContain("ServiceSchedulerInitiated");
    }

    @Test
    void onlyAlarmsAndTheRuleMayTell() {
        JsonNode statements =
                stacks.resource(Stacks.USUAL, "AWS::SNS::TopicPolicy")
                        .path("Properties")
                        .path("PolicyDocument")
                        .path("Statement");
        List<String> allowed = new ArrayList<>();
        for (JsonNode statement : statements) {
            if (statement.path("Effect").asText().equals("Allow")) {
                allowed.add(statement.path("Principal").path("Service").asText());
            }
        }
        assertThat(allowed)
                .containsExactlyInAnyOrder("cloudwatch.amazonaws.com", "events.amazonaws.com");
    }

    @Test
    void logsEnd() {
        assertThat(stacks.resources(Stacks.USUAL, "AWS::Logs::LogGroup"))
                .hasSize(3)
                .allSatisfy(log ->
                        assertThat(log.path("Properties").path("RetentionInDays").asInt())
                                .isEqualTo(14));
    }

    @Test
    void theBudgetIsToldToWhoeverWantsAlarms() {
        stacks.template(Stacks.USUAL)
                .hasResourceProperties(
                        "AWS::Budgets::Budget",
                        Match.objectLike(
                                Map.of(
                                        "Budget",
                                        Match.objectLike(
                                                Map.of(
                                                        "BudgetLimit",
                                                        Map.of("Amount", 25, "Unit", "USD"))))));
        stacks.template(Stacks.TWINS).resourceCountIs("AWS::Budgets::Budget", 0);
    }

    @Test
    void nothingIsPaidForThatWatchesByTheTask() {
        assertThat(stacks.resource(Stacks.USUAL, "AWS::ECS::Cluster").toString())
                .contains("\"Value\":\"disabled\"");
        stacks.template(Stacks.USUAL).resourceCountIs("AWS::EC2::FlowLog", 0);
    }
}
