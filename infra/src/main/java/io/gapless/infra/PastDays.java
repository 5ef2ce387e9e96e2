package io.gapless.infra;

import io.gapless.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/// Brings in past days from the exchange's daily dumps: Step Functions' distributed map over symbol-days,
/// some at once, each an invocation of the same program that repairs. People start it; nothing of it costs
/// anything while nobody does.
public final class PastDays extends Construct {
    /// As long as Lambda allows. The busiest day takes a minute or two; the rest is for a slow host.
    static final Duration TIMEOUT = Duration.minutes(15);

    /// One whole processor.
    static final int MEMORY_MB = 1769;

    /// For the largest zip, and its rows sorted on disk where they are not in order. That much rules out a
    /// snapshot, which nobody waits for here.
    static final int DISK_MB = 2048;

    /// Days at once: half of the ten invocations that new accounts are allowed, so that the repair
    /// always finds one.
    static final int CONCURRENCY = 5;

    private final String machineName;
    private final StateMachine machine;

    PastDays(Construct scope, Settings settings, BackfillFunction backfill) {
        super(scope, "PastDays");
        machineName = settings.name() + "-history";
        Function function =
                backfill.sibling(this, settings.name() + "-history")
                        .description("Gapless: brings in a past day from its dump")
                        .memorySize(MEMORY_MB)
                        .timeout(TIMEOUT)
                        .ephemeralStorageSize(Size.mebibytes(DISK_MB))
                        .build();
        LambdaProgram.acknowledge(function);
        machine =
                StateMachine.Builder.create(this, "Machine")
                        .stateMachineName(machineName)
                        .stateMachineType(StateMachineType.STANDARD)
                        .comment("Gapless: past days from daily dumps")
                        .definitionBody(
                                DefinitionBody.fromString(PastDaysDefinition.json(CONCURRENCY)))
                        .definitionSubstitutions(Map.of("Function", function.getFunctionArn()))
                        .role(role(function))
                        .build();
        Accepted.finding(
                machine,
                "AwsSolutions-SF1",
                "Step Functions keeps each execution's history for 90 days, and the function logs each day's report; delivery of further logs needs rights on every log group of the account.");
        Accepted.finding(
                machine,
                "AwsSolutions-SF2",
                "Traces would show one function calling the exchange; they cost more than the days themselves, and need rights on everything.");
    }

    /// The command that starts it.
    String command(Settings settings) {
        return "aws stepfunctions start-execution --region %s --state-machine-arn %s --input '{\"symbols\":[\"%s\"],\"from\":\"2024-01-01\",\"to\":\"2024-12-31\"}'"
                .formatted(
                        settings.region(), machine.getStateMachineArn(), settings.exampleSymbol());
    }

    StateMachine machine() {
        return machine;
    }

    private Role role(Function function) {
        Role role =
                Role.Builder.create(this, "Role")
                        .assumedBy(new ServicePrincipal("states.amazonaws.com"))
                        .build();
        role.addToPolicy(
                statement(
                        "BringInDays",
                        List.of("lambda:InvokeFunction"),
                        function.getFunctionArn()));
        role.addToPolicy(
                statement(
                        "StartDays",
                        List.of("states:StartExecution"),
                        arn("stateMachine", machineName)));
        role.addToPolicy(
                statement(
                        "WatchDays",
                        List.of("states:DescribeExecution", "states:StopExecution"),
                        arn("execution", machineName + ":*")));
        Accepted.finding(
                role.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "A distributed map watches its own executions, whose names Step Functions makes up; no other machine's.");
        return role;
    }

    private String arn(String resource, String name) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("states")
                                .resource(resource)
                                .resourceName(name)
                                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                .build());
    }

    private static PolicyStatement statement(String sid, List<String> actions, String resource) {
        return PolicyStatement.Builder.create()
                .sid(sid)
                .actions(actions)
                .resources(List.of(resource))
                .build();
    }
}
