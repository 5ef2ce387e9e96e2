package io.gapless.infra.watching;

import io.gapless.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.ecs.ICluster;
import software.amazon.awscdk.services.events.EventField;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// Tells of tasks that ended by themselves, could not start, or were not healthy. A deploy, a change
/// of size and AWS taking back a Spot machine are none of these. The deployment's circuit breaker does
/// not see a task that dies after it was healthy.
final class TaskStops extends Construct {
    private final String ruleName;

    TaskStops(Construct scope, Settings settings, ICluster cluster, ITopic people) {
        super(scope, "TaskStops");
        ruleName = settings.name() + "-task-stopped";
        Rule rule =
                Rule.Builder.create(this, "Rule")
                        .ruleName(ruleName)
                        .description("Gapless: " + Runbook.TASK_STOPPED.meaning())
                        .eventPattern(
                                EventPattern.builder()
                                        .source(List.of("aws.ecs"))
                                        .detailType(List.of("ECS Task State Change"))
                                        .detail(
                                                Map.of(
                                                        "clusterArn",
                                                        List.of(cluster.getClusterArn()),
                                                        "lastStatus",
                                                        List.of("STOPPED"),
                                                        "$or",
                                                        List.of(
                                                                Map.of(
                                                                        "stopCode",
                                                                        List.of(
                                                                                "EssentialContainerExited",
                                                                                "TaskFailedToStart")),
                                                                Map.of(
                                                                        "stoppedReason",
                                                                        List.of(
                                                                                Map.of(
                                                                                        "prefix",
                                                                                        "Task failed container health checks"))))))
                                        .build())
                        .build();
        rule.addTarget(
                SnsTopic.Builder.create(people)
                        .message(
                                RuleTargetInput.fromText(
                                        "Gapless: a listener's task has stopped: %s. Its last words: log group /gapless/%s/listener. What to do: docs/operations.md#%s"
                                                .formatted(
                                                        EventField.fromPath(
                                                                "$.detail.stoppedReason"),
                                                        settings.name(),
                                                        Runbook.TASK_STOPPED.title())))
                        .build());
    }

    /// How often it has told.
    Metric metric(Duration period) {
        return Metrics.aws(
                "AWS/Events", "TriggeredRules", Map.of("RuleName", ruleName), "Sum", period);
    }
}
