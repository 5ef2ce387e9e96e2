package io.gapless.infra;

import io.gapless.backfill.BackfillConfig;
import io.gapless.backfill.BackfillHandler;
import io.gapless.config.Setting;
import io.gapless.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/// The repair as a Lambda function: a published version restored from a snapshot, behind an alias that
/// everybody calls. It is not in the VPC, where it would have no way out, and has no reserved
/// concurrency, which new accounts refuse: scheduled runs keep themselves apart by a mark in the table.
public final class BackfillFunction extends Construct {
    /// Longer than a run's time budget and the margin that the handler keeps from the deadline.
    static final Duration TIMEOUT =
            Duration.seconds(
                    BackfillConfig.DEFAULT_TIME_BUDGET
                            .plus(BackfillHandler.DEADLINE_MARGIN)
                            .plusSeconds(12)
                            .toSeconds());

    /// More than half a core. Most of a run waits for answers.
    static final int MEMORY_MB = 1024;

    /// An event older than this is worthless: the next run is due, and does the same.
    static final Duration MAX_EVENT_AGE = Duration.minutes(1);

    private final String functionName;
    private final IFunction target;
    private final Queue deadLetters;
    private final LogGroup log;
    private final Role role;
    private final LambdaProgram program;
    private final Map<String, String> environment;

    BackfillFunction(
            Construct scope,
            Settings settings,
            LambdaProgram program,
            ArchiveBucket archive,
            CheckpointTable checkpoints) {
        super(scope, "Backfill");
        functionName = settings.name() + "-backfill";
        this.program = program;
        log = LambdaProgram.log(this, settings, "backfill");
        deadLetters = deadLetters(settings);
        role = role(archive, checkpoints);
        environment = environment(settings, archive, checkpoints);
        Function function =
                sibling(this, functionName)
                        .description("Gapless: finds what is missing in the archive and fetches it")
                        .memorySize(MEMORY_MB)
                        .timeout(TIMEOUT)
                        .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                        .build();
        Annotations.of(function)
                .acknowledgeWarning(
                        "@aws-cdk/aws-lambda:snapStartRequirePublish",
                        "the alias publishes a version");
        LambdaProgram.acknowledge(function);
        target = settings.emulator() ? function : alias(function);
    }

    /// A function of the same program with the same rights and the same log.
    Function.Builder sibling(Construct scope, String name) {
        return program.function(scope, name, BackfillHandler.class, role, log, environment);
    }

    /// What is invoked: the alias.
    IFunction target() {
        return target;
    }

    /// As `aws lambda invoke --function-name` takes it.
    String callName() {
        return functionName + ":" + LambdaProgram.ALIAS;
    }

    String functionName() {
        return functionName;
    }

    Queue deadLetters() {
        return deadLetters;
    }

    LogGroup log() {
        return log;
    }

    private Alias alias(Function function) {
        Alias alias =
                Alias.Builder.create(this, "Alias")
                        .aliasName(LambdaProgram.ALIAS)
                        .version(function.getCurrentVersion())
                        .build();
        // Here and not on the function, where they would be those of $LATEST.
        alias.configureAsyncInvoke(
                EventInvokeConfigOptions.builder()
                        .maxEventAge(MAX_EVENT_AGE)
                        .retryAttempts(0)
                        .onFailure(new SqsDestination(deadLetters))
                        .build());
        return alias;
    }

    private Role role(ArchiveBucket archive, CheckpointTable checkpoints) {
        Role role = LambdaProgram.role(this, log);
        archive.allowWriting(role, List.of("trades/", "evidence/"));
        checkpoints.allowWriting(role);
        Accepted.finding(
                role.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "Objects of the archive are made under keys that nobody knows in advance: only put and get, only below trades/ and evidence/, and the bucket's own policy refuses to overwrite. The log's streams are named by Lambda.");
        return role;
    }

    private Queue deadLetters(Settings settings) {
        Queue queue =
                Queue.Builder.create(this, "DeadLetters")
                        .queueName(settings.name() + "-dead-letters")
                        .encryption(QueueEncryption.SQS_MANAGED)
                        .enforceSsl(true)
                        .retentionPeriod(Duration.days(14))
                        .build();
        Accepted.finding(
                queue,
                "AwsSolutions-SQS3",
                "It is the dead-letter queue itself, of the schedule and of the function.");
        return queue;
    }

    private static Map<String, String> environment(
            Settings settings, ArchiveBucket archive, CheckpointTable checkpoints) {
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                BackfillHandler.JVM_OPTIONS,
                Setting.BUCKET.variable(),
                archive.bucket().getBucketName(),
                Setting.CHECKPOINT_TABLE.variable(),
                checkpoints.table().getTableName(),
                Setting.STALE_AFTER.variable(),
                settings.staleAfter().toSeconds() + "s",
                Setting.TIME_BUDGET.variable(),
                BackfillConfig.DEFAULT_TIME_BUDGET.toSeconds() + "s",
                Setting.WEIGHT_PER_MINUTE.variable(),
                String.valueOf(settings.weightPerMinute()));
    }
}
