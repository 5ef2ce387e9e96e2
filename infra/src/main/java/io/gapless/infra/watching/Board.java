package io.gapless.infra.watching;

import io.gapless.backfill.watch.RepairMetric;
import io.gapless.infra.settings.Settings;
import io.gapless.listener.metrics.ListenerMetric;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.LogQueryVisualizationType;
import software.amazon.awscdk.services.cloudwatch.LogQueryWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/// The dashboard. From above: is everything there, how late, what is being repaired, what does it cost.
final class Board extends Construct {
    private static final Duration MINUTE = Duration.minutes(1);
    private static final Duration FIVE_MINUTES = Duration.minutes(5);
    private static final Duration DAY = Duration.days(1);
    private static final int WHOLE = 24;
    private static final int HALF = 12;
    private static final int ROW = 6;

    private final Watching.Watched watched;

    Board(
            Construct scope,
            Settings settings,
            Metrics metrics,
            Watching.Watched watched,
            List<IAlarm> alarms) {
        super(scope, "Board");
        this.watched = watched;
        Dashboard board =
                Dashboard.Builder.create(this, "Dashboard")
                        .dashboardName(settings.name())
                        .defaultInterval(Duration.hours(3))
                        .build();
        board.addWidgets(
                AlarmStatusWidget.Builder.create()
                        .title("Alarms: all green means that everything is there, or on its way")
                        .alarms(alarms)
                        .width(WHOLE)
                        .height(3)
                        .build());
        board.addWidgets(
                graph(
                        "Is everything there? Ids missing (0 is complete)",
                        metrics.repair(RepairMetric.MISSING_TRADES, "Maximum", MINUTE)),
                graph(
                        "How late? From a trade to its object, and the oldest one held (ms)",
                        metrics.listener(ListenerMetric.EXCHANGE_TO_DURABLE, "Maximum", MINUTE),
                        metrics.listener(ListenerMetric.UNARCHIVED_AGE, "Maximum", MINUTE)));
        board.addWidgets(
                graph(
                        "What is being repaired? Trades fetched back",
                        metrics.repair(RepairMetric.TRADES_REPAIRED, "Sum", FIVE_MINUTES)),
                graph(
                        "Oldest gap (s), pieces of the archive, bans",
                        metrics.repair(RepairMetric.OLDEST_GAP_AGE, "Maximum", FIVE_MINUTES),
                        metrics.repair(RepairMetric.CHECKPOINT_RANGES, "Maximum", FIVE_MINUTES),
                        metrics.repair(RepairMetric.BANNED, "Maximum", FIVE_MINUTES)));
        board.addWidgets(
                graph(
                        "Trades received, and connections replaced",
                        metrics.listener(ListenerMetric.TRADES_RECEIVED, "Sum", MINUTE),
                        metrics.listener(ListenerMetric.RECONNECTS, "Sum", MINUTE)),
                cost());
        board.addWidgets(
                graph("Oldest day not sealed (hours since it ended)", metrics.oldestUnsealed(DAY)),
                lines(
                        "What repair, history and sealing want people to see",
                        List.of(watched.repairLog(), watched.sealLog()),
                        "fields @timestamp, kvpList.0.alarm, @message",
                        "filter ispresent(kvpList.0.alarm)"));
        board.addWidgets(
                lines(
                        "Symbols with something missing, newest first",
                        List.of(watched.repairLog()),
                        "fields @timestamp, @message",
                        "filter MissingTrades > 0"),
                lines(
                        "What the listener wants people to see",
                        List.of(watched.listenerLog()),
                        "fields @timestamp, alarm, symbol, problem",
                        "filter ispresent(alarm)"));
        board.addWidgets(
                TextWidget.Builder.create()
                        .markdown(
                                "Each alarm has its entry in **docs/operations.md**. Manual backfill and verify: the stack's outputs hold the commands. Prices and what they are made of: **docs/cost.md**.")
                        .width(WHOLE)
                        .height(2)
                        .build());
    }

    private GraphWidget graph(String title, IMetric... drawn) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(List.of(drawn))
                .width(HALF)
                .height(ROW)
                .build();
    }

    private LogQueryWidget lines(String title, List<ILogGroup> logs, String fields, String filter) {
        return LogQueryWidget.Builder.create()
                .title(title)
                .logGroupNames(logs.stream().map(ILogGroup::getLogGroupName).toList())
                .view(LogQueryVisualizationType.TABLE)
                .queryLines(List.of(fields, filter, "sort @timestamp desc", "limit 20"))
                .width(HALF)
                .height(ROW)
                .build();
    }

    /// What varies, at the prices of Tokyo, projected from the last day. S3 has no request metrics free
    /// of charge; an object costs one put and, with its claim and its commit, two writes of the table.
    private SingleValueWidget cost() {
        MathExpression expression =
                MathExpression.Builder.create()
                        .expression(
                                "30*(writes*(0.000000715+0.0000047/2)+reads*0.0000001425+lambda*0.0000000133334+(logs1+logs2)*0.00000000076)")
                        .usingMetrics(
                                Map.of(
                                        "writes", table("ConsumedWriteCapacityUnits"),
                                        "reads", table("ConsumedReadCapacityUnits"),
                                        "lambda",
                                                Metrics.aws(
                                                        "AWS/Lambda",
                                                        "Duration",
                                                        Map.of("FunctionName", watched.function()),
                                                        "Sum",
                                                        DAY),
                                        "logs1", logged(watched.listenerLog()),
                                        "logs2", logged(watched.repairLog())))
                        .label("USD a month that vary with the work, without free tiers")
                        .period(DAY)
                        .build();
        return SingleValueWidget.Builder.create()
                .title("What does it cost? On top of the task's fixed price (docs/cost.md)")
                .metrics(List.of(expression))
                .width(HALF)
                .height(ROW)
                .build();
    }

    private IMetric table(String name) {
        return Metrics.aws("AWS/DynamoDB", name, Map.of("TableName", watched.table()), "Sum", DAY);
    }

    private static IMetric logged(ILogGroup log) {
        return Metrics.aws(
                "AWS/Logs",
                "IncomingBytes",
                Map.of("LogGroupName", log.getLogGroupName()),
                "Sum",
                DAY);
    }
}
