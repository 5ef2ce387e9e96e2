package io.gapless.infra;

import io.gapless.backfill.SealHandler;
import io.gapless.config.Setting;
import io.gapless.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.TimeZone;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.scheduler.CronOptionsWithTimezone;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.ScheduleTargetInput;
import software.amazon.awscdk.services.scheduler.targets.LambdaInvoke;
import software.constructs.Construct;

/// Sealing as a Lambda function, from the repair's zip, and its nightly schedule. A run that fails, or
/// that has not enough time, is followed by the next: everything it does is found done.
public final class SealFunction extends Construct {
    /// As long as a function may take: a run ends by itself before that.
    static final Duration TIMEOUT = Duration.minutes(15);

    /// More than a core. A row group and the objects fetched ahead take about 150 MB.
    static final int MEMORY_MB = 2048;

    /// For the draft of the largest day, and the largest dump beside it, sorted if need be.
    static final int DISK_GB = 4;

    /// When it starts, UTC: three times in the night, and when the exchange's dumps are out.
    static final String HOURS = "1,2,3,10";

    private final LogGroup log;

    SealFunction(
            Construct scope,
            Settings settings,
            LambdaProgram program,
            ArchiveBucket archive,
            CheckpointTable checkpoints,
            BackfillFunction backfill) {
        super(scope, "Seal");
        log = LambdaProgram.log(this, settings, "seal");
        Function function =
                program.function(
                                this,
                                settings.name() + "-seal",
                                SealHandler.class,
                                role(archive, checkpoints, log),
                                log,
                                environment(settings, archive, checkpoints))
                        .description("Gapless: seals complete days and certifies them")
                        .memorySize(MEMORY_MB)
                        .ephemeralStorageSize(Size.gibibytes(DISK_GB))
                        .timeout(TIMEOUT)
                        .build();
        LambdaProgram.acknowledge(function);
        if (!settings.emulator()) {
            Alias alias =
                    Alias.Builder.create(this, "Alias")
                            .aliasName(LambdaProgram.ALIAS)
                            .version(function.getCurrentVersion())
                            .build();
            schedule(settings, alias, backfill);
        }
    }

    LogGroup log() {
        return log;
    }

    private void schedule(Settings settings, Alias function, BackfillFunction backfill) {
        var _ =
                Schedule.Builder.create(this, "Schedule")
                        .scheduleName(settings.name() + "-seal")
                        .description("Gapless: seals what is complete")
                        .schedule(
                                ScheduleExpression.cron(
                                        CronOptionsWithTimezone.builder()
                                                .minute("20")
                                                .hour(HOURS)
                                                .timeZone(TimeZone.ETC_UTC)
                                                .build()))
                        .target(
                                LambdaInvoke.Builder.create(function)
                                        .input(
                                                ScheduleTargetInput.fromObject(
                                                        Map.of(
                                                                "source", "aws.scheduler",
                                                                "detail-type", "Scheduled Event")))
                                        .retryAttempts(RepairSchedule.DELIVERY_RETRIES)
                                        .deadLetterQueue(backfill.deadLetters())
                                        .build())
                        .build();
    }

    private Role role(ArchiveBucket archive, CheckpointTable checkpoints, LogGroup log) {
        Role role = LambdaProgram.role(this, log);
        role.addToPolicy(
                PolicyStatement.Builder.create()
                        .sid("ReadParts")
                        .actions(List.of("s3:GetObject"))
                        .resources(
                                List.of(archive.objects("trades/"), archive.objects("evidence/")))
                        .build());
        archive.allowWriting(role, List.of("sealed/", "certificates/"));
        // Checkpoints are only read; bans are remembered in the same table.
        checkpoints.allowWriting(role);
        Accepted.finding(
                role.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "Sealed objects and certificates are made under keys that nobody knows in advance: only put and get, only below sealed/ and certificates/, and the bucket's own policy refuses to overwrite. Of trades/ and evidence/ it only reads. The log's streams are named by Lambda.");
        return role;
    }

    private static Map<String, String> environment(
            Settings settings, ArchiveBucket archive, CheckpointTable checkpoints) {
        return Map.of(
                Setting.BUCKET.variable(), archive.bucket().getBucketName(),
                Setting.CHECKPOINT_TABLE.variable(), checkpoints.table().getTableName(),
                Setting.WEIGHT_PER_MINUTE.variable(), String.valueOf(settings.weightPerMinute()));
    }
}
