package io.gapless.infra.watching;

import io.gapless.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.ecs.ICluster;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// Everything that looks at the two programs, and whom it tells.
public final class Watching extends Construct {
    private final String dashboardUrl;

    /// What is looked at.
    ///
    /// @param archive the bucket's name
    /// @param table of checkpoints, its name
    /// @param function the repair's name
    public record Watched(
            String archive,
            String table,
            String function,
            ICluster cluster,
            IQueue deadLetters,
            ILogGroup listenerLog,
            ILogGroup repairLog,
            ILogGroup sealLog) {}

    public Watching(Construct scope, Settings settings, Watched watched) {
        super(scope, "Watching");
        Metrics metrics = new Metrics(watched.archive(), settings.name());
        Topic people = people(settings);
        TaskStops taskStops = new TaskStops(this, settings, watched.cluster(), people);
        Alarms alarms = new Alarms(this, settings, metrics, people, taskStops, watched);
        var _ = new Board(this, settings, metrics, watched, alarms.all());
        settings.alarmEmail().ifPresent(email -> new SpendingLimit(this, settings, email));
        dashboardUrl =
                "https://%s.console.aws.amazon.com/cloudwatch/home?region=%s#dashboards:name=%s"
                        .formatted(settings.region(), settings.region(), settings.name());
    }

    /// Where people look.
    public String dashboardUrl() {
        return dashboardUrl;
    }

    private Topic people(Settings settings) {
        Topic topic =
                Topic.Builder.create(this, "People")
                        .topicName(settings.name() + "-alarms")
                        .displayName("Gapless")
                        .enforceSsl(true)
                        .build();
        topic.addToResourcePolicy(
                PolicyStatement.Builder.create()
                        .sid("AlarmsTell")
                        .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                        .actions(List.of("sns:Publish"))
                        .resources(List.of(topic.getTopicArn()))
                        .conditions(
                                Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                        .build());
        settings.alarmEmail()
                .ifPresent(email -> topic.addSubscription(new EmailSubscription(email)));
        return topic;
    }
}
