package io.gapless.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Marks;
import io.gapless.aws.AwsClients;
import io.gapless.aws.AwsSettings;
import io.gapless.aws.DynamoCheckpoints;
import io.gapless.aws.DynamoMarks;
import io.gapless.aws.S3Archive;
import io.gapless.backfill.repair.RepairProgress;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.backfill.watch.HealthLine;
import io.gapless.backfill.watch.LoggedAlarm;
import io.gapless.backfill.watch.RunMark;
import io.gapless.backfill.watch.ScheduledRun;
import io.gapless.binance.RestSettings;
import io.gapless.binance.RestTradeHistory;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpHistory;
import io.gapless.dump.HttpDumpHistory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Lambda function: `io.gapless.backfill.BackfillHandler::handleRequest`.
///
/// Takes EventBridge's scheduled event and manual events ([BackfillRequestParser]), and answers with the
/// report as JSON. An event that is neither is refused with the accepted forms.
public final class BackfillHandler implements RequestHandler<Object, Map<String, Object>> {
    /// Kept back from the function's own deadline, for the last write and the answer.
    public static final Duration DEADLINE_MARGIN = Duration.ofSeconds(8);

    /// What the function's JVM is told besides: without the second compiler, which would still be at
    /// work on the start's code when the first run asks for the processor. A run mostly waits. Lambda's
    /// own choice, but for functions with a snapshot:
    /// <https://docs.aws.amazon.com/lambda/latest/dg/java-customization.html>
    public static final String JVM_OPTIONS = "-XX:TieredStopAtLevel=1";

    /// The one place where a function may write.
    private static final Path DUMP_FOLDER = Path.of("/tmp/gapless-dumps");

    private static final Logger LOG = LoggerFactory.getLogger(BackfillHandler.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final BackfillConfig config;
    private final Archive archive;
    private final Checkpoints checkpoints;
    private final TradeHistory history;
    private final DumpHistory dumps;
    private final Marks marks;
    private final InstantSource clock;
    private final HealthLine health;

    /// As Lambda makes it: from the environment, with standard output as the log in which CloudWatch
    /// finds the metrics.
    public BackfillHandler() {
        this(System.getenv(), System.out::println);
    }

    /// @param env the environment's variables, AWS's own among them
    /// @param metrics gets a line in CloudWatch's embedded format after each scheduled run
    public BackfillHandler(Map<String, String> env, Consumer<String> metrics) {
        config = BackfillConfig.from(env);
        clock = Clock.systemUTC();
        AwsClients clients = AwsClients.open(AwsSettings.from(env));
        archive = new S3Archive(clients.s3(), config.bucket());
        checkpoints = new DynamoCheckpoints(clients.dynamoDb(), config.checkpointTable());
        marks = new DynamoMarks(clients.dynamoDb(), config.checkpointTable());
        health = new HealthLine(config.bucket(), checkpoints, clock, metrics);
        history =
                RestTradeHistory.budgeted(
                        RestSettings.at(config.restUrl()),
                        config.weightPerMinute(),
                        marks,
                        config.caller(),
                        clock);
        // An environment that was killed in the middle of a dump is used again, and its disk with
        // it.
        HttpDumpHistory.clearLeftovers(DUMP_FOLDER);
        dumps = HttpDumpHistory.of(config.dumpUrl(), DUMP_FOLDER);
        if (WarmUp.isDue(env)) {
            WarmUp.run(archive, checkpoints, marks, history);
        }
    }

    @Override
    public Map<String, Object> handleRequest(Object event, Context context) {
        Instant now = clock.instant();
        BackfillRequest request = BackfillRequestParser.parse(JSON.valueToTree(event));
        Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
        Duration usable = remaining.minus(DEADLINE_MARGIN);
        Duration budget = config.timeBudget().compareTo(usable) < 0 ? config.timeBudget() : usable;
        Instant deadline = now.plus(budget);
        return switch (request) {
            case BackfillRequest.Manual manual -> run(manual, deadline);
            case BackfillRequest.OfDays days -> days(days, now.plus(usable));
            case BackfillRequest.Scheduled scheduled -> {
                ScheduledRun alone =
                        new ScheduledRun(new RunMark(marks, context.getAwsRequestId()), clock);
                yield alone.unlessAnotherIsUnderWay(
                        deadline.plus(DEADLINE_MARGIN),
                        () -> runAndTellHealth(scheduled, deadline));
            }
        };
    }

    private Map<String, Object> days(BackfillRequest.OfDays request, Instant deadline) {
        try {
            ObjectNode answer = new HistoryAnswers(history()).answer(request, deadline);
            LOG.atInfo().addKeyValue("report", answer.toString()).log("days answered");
            if (request instanceof BackfillRequest.OfDays.Day(var symbol, var _)
                    && answer.path("conflictCount").asLong() > 0) {
                LoggedAlarm.conflict(
                        LOG,
                        symbol,
                        answer.path("conflictCount").asLong(),
                        answer.path("conflicts").toString());
            }
            return JSON.convertValue(answer, new TypeReference<Map<String, Object>>() {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; the next try goes on", e);
        }
    }

    private Map<String, Object> run(BackfillRequest.Run request, Instant deadline) {
        return json(repaired(request, deadline));
    }

    private Map<String, Object> runAndTellHealth(BackfillRequest.Run request, Instant deadline) {
        Backfill.Result result = repaired(request, deadline);
        Map<String, Object> answer = json(result);
        health.tell(result.report());
        return answer;
    }

    private Backfill.Result repaired(BackfillRequest.Run request, Instant deadline) {
        try {
            return history().backfill().run(request, deadline, RepairProgress.NONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; the next run goes on", e);
        }
    }

    /// Made anew for each invocation: an environment that is restored from a snapshot must not draw the
    /// claim ids that its twin draws.
    private History history() {
        return new History(
                archive,
                checkpoints,
                history,
                dumps,
                config.repair(),
                clock,
                time -> Thread.sleep(time),
                new SecureRandom());
    }

    private static Map<String, Object> json(Backfill.Result result) {
        ObjectNode report = BackfillReportJson.of(result);
        LOG.atInfo().addKeyValue("report", report.toString()).log("repair ended");
        for (RepairReport.SymbolReport each : result.report().symbols()) {
            if (each.conflictCount() > 0) {
                LoggedAlarm.conflict(
                        LOG, each.symbol(), each.conflictCount(), each.conflicts().toString());
            }
        }
        return JSON.convertValue(report, new TypeReference<Map<String, Object>>() {});
    }
}
