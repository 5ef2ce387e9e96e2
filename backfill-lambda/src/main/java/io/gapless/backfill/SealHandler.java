package io.gapless.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Marks;
import io.gapless.aws.AwsClients;
import io.gapless.aws.AwsSettings;
import io.gapless.aws.DynamoCheckpoints;
import io.gapless.aws.DynamoMarks;
import io.gapless.aws.S3Archive;
import io.gapless.aws.S3LargeObjects;
import io.gapless.backfill.watch.LoggedAlarm;
import io.gapless.backfill.watch.SealMetricsLine;
import io.gapless.binance.RestSettings;
import io.gapless.binance.RestTradeHistory;
import io.gapless.binance.TradeHistory;
import io.gapless.dump.DumpHistory;
import io.gapless.dump.HttpDumpHistory;
import io.gapless.seal.Drafts;
import io.gapless.seal.DumpComparison;
import io.gapless.seal.SealOutcome;
import io.gapless.seal.SealPorts;
import io.gapless.seal.SealReport;
import io.gapless.seal.Sealing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The function that seals, `io.gapless.backfill.SealHandler::handleRequest`: in the same zip as the
/// repair, with more memory and time. Takes what [SealRequest] reads.
public final class SealHandler implements RequestHandler<Object, Map<String, Object>> {
    /// Kept back from the function's own deadline: the busiest day of the busiest symbol takes about
    /// half of that.
    public static final Duration DEADLINE_MARGIN = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(SealHandler.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final BackfillConfig config;
    private final S3Archive archive;
    private final S3LargeObjects objects;
    private final Checkpoints checkpoints;
    private final TradeHistory history;
    private final DumpHistory dumps;
    private final InstantSource clock = Clock.systemUTC();
    private final Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "gapless");
    private final Consumer<String> metrics;

    /// As Lambda makes it.
    public SealHandler() {
        this(System.getenv(), System.out::println);
    }

    /// @param env the environment's variables, AWS's own among them
    /// @param metrics gets a line in CloudWatch's embedded format after each nightly run
    public SealHandler(Map<String, String> env, Consumer<String> metrics) {
        this.metrics = metrics;
        config = BackfillConfig.from(env);
        AwsClients clients = AwsClients.open(AwsSettings.from(env));
        archive = new S3Archive(clients.s3(), config.bucket());
        objects = new S3LargeObjects(clients.s3(), config.bucket());
        checkpoints = new DynamoCheckpoints(clients.dynamoDb(), config.checkpointTable());
        Marks marks = new DynamoMarks(clients.dynamoDb(), config.checkpointTable());
        history =
                RestTradeHistory.budgeted(
                        RestSettings.at(config.restUrl()),
                        config.weightPerMinute(),
                        marks,
                        config.caller(),
                        clock);
        HttpDumpHistory.clearLeftovers(temporary);
        dumps = HttpDumpHistory.of(config.dumpUrl(), temporary);
    }

    @Override
    public Map<String, Object> handleRequest(Object event, Context context) {
        SealRequest request = SealRequest.parse(JSON.valueToTree(event));
        Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
        Instant deadline = clock.instant().plus(remaining).minus(DEADLINE_MARGIN);
        try (ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor()) {
            Sealing sealing =
                    new Sealing(
                            new SealPorts(
                                    archive,
                                    objects,
                                    checkpoints,
                                    Drafts.in(temporary),
                                    SealPorts.NewestId.of(history),
                                    dumps,
                                    clock,
                                    fetchers));
            SealReport report =
                    switch (request) {
                        case SealRequest.Nightly() ->
                                sealing.nightly(_ -> true, deadline, SealHandler::tell);
                        case SealRequest.Days(var symbol, var from, var to) ->
                                sealing.run(symbol::equals, from, to, deadline, SealHandler::tell);
                    };
            if (request instanceof SealRequest.Nightly) {
                metrics.accept(SealMetricsLine.of(config.bucket(), report));
            }
            return JSON.convertValue(json(report), MAP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; the next run goes on", e);
        }
    }

    private static void tell(SealReport.Day day) {
        switch (day.outcome()) {
            case SealOutcome.Wrong(var problem) ->
                    LOG.atError()
                            .addKeyValue("symbol", day.symbol())
                            .addKeyValue("date", day.date())
                            .addKeyValue("problem", problem)
                            .log("day cannot be sealed");
            case SealOutcome.NotYet(var why) ->
                    LOG.atInfo()
                            .addKeyValue("symbol", day.symbol())
                            .addKeyValue("date", day.date())
                            .addKeyValue("why", why)
                            .log("day is not sealed yet");
            case SealOutcome.Certified(var certificate, var conflicts) -> {
                DumpComparison dump = certificate.dump();
                LOG.atInfo()
                        .addKeyValue("certificate", certificate.key())
                        .addKeyValue("trades", certificate.rows().count())
                        .addKeyValue("dump", dump.verdict().word())
                        .log("day certified");
                if (dump.verdict() == DumpComparison.Verdict.CONFLICT) {
                    LoggedAlarm.conflict(
                            LOG,
                            day.symbol(),
                            dump.differing().size() + dump.extra().size(),
                            "%s: %s".formatted(certificate.key(), conflicts));
                }
            }
            case SealOutcome.Unchanged _, SealOutcome.Nothing _ -> {}
        }
    }

    private static ObjectNode json(SealReport report) {
        ObjectNode node = JSON.createObjectNode();
        node.put("looked", report.days().size());
        node.put("certified", report.certified());
        node.put("open", report.open());
        node.put("wrong", report.wrong());
        node.put("conflicts", report.conflicts());
        node.put("left", report.left());
        node.put("oldestOpenHours", report.oldestOpen().toHours());
        return node;
    }
}
