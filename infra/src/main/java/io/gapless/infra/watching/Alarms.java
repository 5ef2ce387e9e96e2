package io.gapless.infra.watching;

import io.gapless.archive.Checkpoint;
import io.gapless.backfill.watch.LoggedAlarm;
import io.gapless.backfill.watch.RepairMetric;
import io.gapless.infra.settings.Settings;
import io.gapless.infra.watching.Watching.Watched;
import io.gapless.listener.metrics.ListenerMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/// The alarms: on what hurts, and on nothing that heals by itself within minutes. Ten are free.
final class Alarms extends Construct {
    private static final Duration MINUTE = Duration.minutes(1);
    private static final Duration FIVE_MINUTES = Duration.minutes(5);

    /// Half of what the checkpoint takes before it makes new holes wait.
    private static final int MANY_RANGES = Checkpoint.MAX_RANGES / 2;

    private static final Duration DAY = Duration.days(1);

    /// A day is sealed three hours after it is over.
    private static final int UNSEALED_HOURS = 12;

    private final Settings settings;
    private final ITopic people;
    private final List<IAlarm> all = new ArrayList<>();

    Alarms(
            Construct scope,
            Settings settings,
            Metrics metrics,
            ITopic people,
            TaskStops taskStops,
            Watched watched) {
        super(scope, "Alarms");
        this.settings = settings;
        this.people = people;
        // A quarter of an hour in which no run at all ended with nothing missing.
        alarm(
                Runbook.GAP_OPEN,
                metrics.repair(RepairMetric.MISSING_TRADES, "Minimum", FIVE_MINUTES),
                new Rule(1, 3, TreatMissingData.IGNORE));
        alarm(
                Runbook.UNARCHIVED_AGE,
                metrics.listener(ListenerMetric.UNARCHIVED_AGE, "Maximum", MINUTE),
                new Rule(longHeldMillis(), 5, TreatMissingData.NOT_BREACHING));
        alarm(
                Runbook.LISTENER_SILENT,
                metrics.listener(ListenerMetric.TRADES_RECEIVED, "Sum", MINUTE),
                new Rule(0, 5, TreatMissingData.BREACHING)
                        .when(ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD));
        alarm(
                Runbook.REPAIR_FAILING,
                metrics.repair(RepairMetric.MISSING_TRADES, "SampleCount", repairPeriod()),
                new Rule(0, 3, TreatMissingData.BREACHING)
                        .when(ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD));
        alarm(
                Runbook.BANNED,
                metrics.repair(RepairMetric.BANNED, "Maximum", FIVE_MINUTES),
                new Rule(1, 2, TreatMissingData.NOT_BREACHING));
        alarm(
                Runbook.TASK_STOPPED,
                taskStops.metric(FIVE_MINUTES),
                new Rule(1, 1, TreatMissingData.NOT_BREACHING));
        alarm(
                Runbook.DEAD_LETTERS,
                Metrics.aws(
                        "AWS/SQS",
                        "ApproximateNumberOfMessagesVisible",
                        Map.of("QueueName", watched.deadLetters().getQueueName()),
                        "Maximum",
                        FIVE_MINUTES),
                new Rule(1, 1, TreatMissingData.NOT_BREACHING));
        alarm(
                Runbook.FRAGMENTED,
                metrics.repair(RepairMetric.CHECKPOINT_RANGES, "Maximum", FIVE_MINUTES),
                new Rule(MANY_RANGES, 1, TreatMissingData.NOT_BREACHING));
        // A whole day in which no run ended with every day sealed that was over for longer than
        // this.
        alarm(
                Runbook.DAY_NOT_SEALED,
                metrics.oldestUnsealed(DAY),
                new Rule(UNSEALED_HOURS, 1, TreatMissingData.BREACHING));
        countAlarmLines("AlarmLines", "$.alarm", watched.listenerLog(), metrics);
        String ofFunctions = LoggedAlarm.PATTERN_KEY;
        countAlarmLines("RepairAlarmLines", ofFunctions, watched.repairLog(), metrics);
        countAlarmLines("SealAlarmLines", ofFunctions, watched.sealLog(), metrics);
        alarm(
                Runbook.ALARM_LOGGED,
                metrics.alarmLines(FIVE_MINUTES),
                new Rule(1, 1, TreatMissingData.NOT_BREACHING));
    }

    List<IAlarm> all() {
        return all;
    }

    /// When an alarm sounds.
    ///
    /// @param threshold compared with each period's value
    /// @param periods how many in a row
    private record Rule(
            double threshold,
            int periods,
            TreatMissingData missing,
            ComparisonOperator comparison) {
        Rule(double threshold, int periods, TreatMissingData missing) {
            this(
                    threshold,
                    periods,
                    missing,
                    ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD);
        }

        Rule when(ComparisonOperator other) {
            return new Rule(threshold, periods, missing, other);
        }
    }

    private void alarm(Runbook entry, IMetric metric, Rule rule) {
        Alarm alarm =
                Alarm.Builder.create(this, entry.title())
                        .alarmName("%s-%s".formatted(settings.name(), entry.title()))
                        .alarmDescription(entry.description())
                        .metric(metric)
                        .threshold(rule.threshold())
                        .evaluationPeriods(rule.periods())
                        .comparisonOperator(rule.comparison())
                        .treatMissingData(rule.missing())
                        .build();
        alarm.addAlarmAction(new SnsAction(people));
        alarm.addOkAction(new SnsAction(people));
        all.add(alarm);
    }

    /// Three flush intervals: a claim that was lost to another listener may wait one and a half.
    private double longHeldMillis() {
        return Math.max(
                settings.flushInterval().multipliedBy(3).toMillis(),
                java.time.Duration.ofMinutes(3).toMillis());
    }

    /// Long enough for a run in every period.
    private Duration repairPeriod() {
        long minutes = Math.max(5, settings.schedule().toMinutes() * 2);
        return Duration.minutes(minutes - minutes % 5 + (minutes % 5 == 0 ? 0 : 5));
    }

    /// All of them into one metric, which costs nothing while there are none.
    private void countAlarmLines(String id, String key, ILogGroup log, Metrics metrics) {
        var _ =
                MetricFilter.Builder.create(this, id)
                        .logGroup(log)
                        .filterPattern(FilterPattern.exists(key))
                        .metricNamespace(metrics.alarmLineNamespace())
                        .metricName(Metrics.ALARM_LINES)
                        .metricValue("1")
                        .build();
    }
}
