package io.gapless.infra;

import io.gapless.infra.catalogue.Catalogue;
import io.gapless.infra.settings.Settings;
import io.gapless.infra.watching.Watching;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/// The whole system for one archive.
public final class GaplessStack extends Stack {
    private final Settings settings;

    public GaplessStack(Construct scope, Settings settings, Artefacts artefacts) {
        super(
                scope,
                settings.name(),
                StackProps.builder()
                        .stackName(settings.name())
                        .description("Gapless: every Binance spot trade, exactly once")
                        // A region and no account: synth asks AWS nothing.
                        .env(Environment.builder().region(settings.region()).build())
                        .build());
        this.settings = settings;
        ArchiveBucket archive = new ArchiveBucket(this, settings);
        CheckpointTable checkpoints = new CheckpointTable(this, settings);
        LambdaProgram program = new LambdaProgram(artefacts.lambdaZip());
        BackfillFunction backfill =
                new BackfillFunction(this, settings, program, archive, checkpoints);
        SealFunction seal =
                new SealFunction(this, settings, program, archive, checkpoints, backfill);
        Listeners listeners =
                new Listeners(this, settings, artefacts.listenerFolder(), archive, checkpoints);
        Operators operators = new Operators(this, settings, backfill, archive, checkpoints);
        Catalogue catalogue = new Catalogue(this, settings, archive.bucket().getBucketName());
        output("Bucket", archive.bucket().getBucketName(), "The archive");
        output("Table", checkpoints.table().getTableName(), "The checkpoints");
        output("Function", backfill.callName(), "The repair, to be invoked by hand");
        output("Workgroup", catalogue.workgroup(), "The archive in Athena: the view trades");
        output("OperatorsPolicy", operators.policy().getManagedPolicyName(), "For people");
        output("ManualBackfill", manualBackfill(backfill), "Fetches history");
        output("ManualVerify", manualVerify(archive, checkpoints), "Reads everything back");
        if (!settings.emulator()) {
            var _ = new RepairSchedule(this, settings, backfill);
            PastDays pastDays = new PastDays(this, settings, backfill);
            operators.allowStarting(pastDays.machine());
            output("History", pastDays.command(settings), "Whole days of the past, by daily dumps");
            Watching watching =
                    new Watching(
                            this,
                            settings,
                            new Watching.Watched(
                                    archive.bucket().getBucketName(),
                                    checkpoints.table().getTableName(),
                                    backfill.functionName(),
                                    listeners.cluster(),
                                    backfill.deadLetters(),
                                    listeners.log(),
                                    backfill.log(),
                                    seal.log()));
            output("Dashboard", watching.dashboardUrl(), "Is everything there, how late");
        }
        Tags.of(this)
                .add(
                        "gapless",
                        settings.name(),
                        // Dashboards take tags since recently, and not in every region.
                        TagProps.builder()
                                .excludeResourceTypes(List.of("AWS::CloudWatch::Dashboard"))
                                .build());
    }

    private String manualBackfill(BackfillFunction backfill) {
        return "aws lambda invoke --region %s --function-name %s --cli-binary-format raw-in-base64-out --cli-read-timeout 120 --payload '{\"symbol\":\"%s\",\"from\":\"2026-01-01\",\"to\":\"2026-01-02\"}' report.json"
                .formatted(settings.region(), backfill.callName(), settings.exampleSymbol());
    }

    private String manualVerify(ArchiveBucket archive, CheckpointTable checkpoints) {
        return "AWS_REGION=%s ./gapless verify --data-dir s3://%s --table %s"
                .formatted(
                        settings.region(),
                        archive.bucket().getBucketName(),
                        checkpoints.table().getTableName());
    }

    private void output(String name, String value, String description) {
        var _ =
                CfnOutput.Builder.create(this, name + "Output")
                        .key(name)
                        .value(value)
                        .description(description)
                        .build();
    }
}
