package io.gapless.infra;

import io.gapless.infra.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// The zip of all our functions, and what they have in common.
final class LambdaProgram {
    /// What schedules and people call of a function: a published version.
    static final String ALIAS = "live";

    private final Code code;

    LambdaProgram(Path zip) {
        code = Code.fromAsset(zip.toString());
    }

    /// A function of it.
    ///
    /// @param handler the class with `handleRequest`
    Function.Builder function(
            Construct scope,
            String name,
            Class<?> handler,
            Role role,
            LogGroup log,
            Map<String, String> environment) {
        return Function.Builder.create(scope, "Function")
                .functionName(name)
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(handler.getName() + "::handleRequest")
                .code(code)
                .role(role)
                .logGroup(log)
                .environment(environment);
    }

    /// Tells cfn-lint what is known.
    static void acknowledge(Function function) {
        // The CDK lets a function wait for its role twice over, which cfn-lint remarks upon.
        ((CfnFunction) Objects.requireNonNull(function.getNode().getDefaultChild()))
                .addMetadata(
                        "cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("W3005"))));
    }

    /// The log of a function.
    static LogGroup log(Construct scope, Settings settings, String name) {
        return LogGroup.Builder.create(scope, "Log")
                .logGroupName("/gapless/%s/%s".formatted(settings.name(), name))
                .retention(Retention.of(settings.logRetention()))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
    }

    /// A role for functions that may write to a log, and nothing else yet.
    static Role role(Construct scope, LogGroup log) {
        Role role =
                Role.Builder.create(scope, "Role")
                        .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                        .build();
        role.addToPolicy(
                PolicyStatement.Builder.create()
                        .sid("WriteLog")
                        .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                        .resources(List.of(log.getLogGroupArn()))
                        .build());
        return role;
    }
}
