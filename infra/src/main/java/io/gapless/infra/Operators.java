package io.gapless.infra;

import io.gapless.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// What people need for a manual backfill and a manual verify, as a policy to be attached to them.
public final class Operators extends Construct {
    private final ManagedPolicy policy;

    Operators(
            Construct scope,
            Settings settings,
            BackfillFunction backfill,
            ArchiveBucket archive,
            CheckpointTable checkpoints) {
        super(scope, "Operators");
        policy =
                ManagedPolicy.Builder.create(this, "Policy")
                        .managedPolicyName(settings.name() + "-operators")
                        .description("Gapless: backfill by hand, and verify the archive")
                        .statements(
                                List.of(
                                        allow(
                                                "InvokeBackfill",
                                                List.of("lambda:InvokeFunction"),
                                                backfill.target().getFunctionArn()),
                                        allow(
                                                "ReadArchive",
                                                List.of("s3:GetObject"),
                                                archive.objects("trades/"),
                                                archive.objects("sealed/"),
                                                archive.objects("certificates/"),
                                                archive.objects("evidence/")),
                                        allow(
                                                "ListArchive",
                                                List.of("s3:ListBucket"),
                                                archive.bucket().getBucketArn()),
                                        allow(
                                                "ReadCheckpoints",
                                                List.of("dynamodb:GetItem", "dynamodb:Scan"),
                                                checkpoints.table().getTableArn())))
                        .build();
        Accepted.finding(
                policy,
                "AwsSolutions-IAM5",
                "Verifying reads every object of the archive; nothing can be written with it but a wish for a backfill.");
    }

    /// Whoever may backfill by hand may also bring in past days, and see how far that is.
    void allowStarting(StateMachine machine) {
        policy.addStatements(
                allow(
                        "BringInPastDays",
                        List.of("states:StartExecution", "states:ListExecutions"),
                        machine.getStateMachineArn()));
    }

    ManagedPolicy policy() {
        return policy;
    }

    private static PolicyStatement allow(String sid, List<String> actions, String... resources) {
        return PolicyStatement.Builder.create()
                .sid(sid)
                .actions(actions)
                .resources(List.of(resources))
                .build();
    }
}
