package io.gapless.infra;

import io.gapless.config.Setting;
import io.gapless.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ecs.AwsLogDriverMode;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.Capability;
import software.amazon.awscdk.services.ecs.CapacityProviderStrategy;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.ICluster;
import software.amazon.awscdk.services.ecs.LinuxParameters;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.ecs.Tmpfs;
import software.amazon.awscdk.services.ecs.TmpfsMountOption;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/// One listener: a Fargate service that keeps one task running, and starts the next before it stops the
/// last.
public final class ListenerService extends Construct {
    /// The only place that can be written, in memory: the heartbeat, and the native libraries that are
    /// unpacked at the start, which is why it must allow to execute.
    static final String SCRATCH = "/tmp";

    static final String HEARTBEAT_FILE = SCRATCH + "/heartbeat";

    /// Larger than the native libraries by far.
    static final int SCRATCH_MB = 64;

    /// The longest that ECS waits between SIGTERM and SIGKILL.
    static final Duration STOP_TIMEOUT = Duration.seconds(120);

    /// What the listener gives itself of that, so that it ends by itself.
    static final String WRITE_WITHIN = "100s";

    /// Twelve times the listener's own interval: a pause of the collector is no reason.
    static final int HEARTBEAT_STALE_SECONDS = 60;

    /// The numeric user of the image's Dockerfile.
    static final String USER = "10001:10001";

    private final FargateService service;

    /// @param number 1 or 2
    /// @param subnets where the task may run
    ListenerService(
            Construct scope,
            int number,
            Settings settings,
            ContainerImage image,
            ICluster cluster,
            Network network,
            List<ISubnet> subnets,
            ArchiveBucket archive,
            CheckpointTable checkpoints,
            ILogGroup log) {
        super(scope, "Listener" + number);
        FargateTaskDefinition task =
                FargateTaskDefinition.Builder.create(this, "Task")
                        .family("%s-listener-%d".formatted(settings.name(), number))
                        .cpu(settings.task().cpu())
                        .memoryLimitMiB(settings.task().memory())
                        .runtimePlatform(
                                RuntimePlatform.builder()
                                        .cpuArchitecture(CpuArchitecture.ARM64)
                                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                                        .build())
                        .build();
        task.addContainer(
                "listener",
                ContainerDefinitionOptions.builder()
                        .image(image)
                        .essential(true)
                        .user(USER)
                        .readonlyRootFilesystem(true)
                        .linuxParameters(scratch())
                        .stopTimeout(STOP_TIMEOUT)
                        .environment(environment(number, settings, archive, checkpoints))
                        .healthCheck(healthCheck())
                        .logging(logging(log))
                        .build());
        archive.allowWriting(task.getTaskRole(), List.of("trades/"));
        checkpoints.allowWriting(task.getTaskRole());
        acceptWildcards(task);
        service = service(number, settings, task, cluster, network, subnets);
    }

    FargateService service() {
        return service;
    }

    private FargateService service(
            int number,
            Settings settings,
            FargateTaskDefinition task,
            ICluster cluster,
            Network network,
            List<ISubnet> subnets) {
        FargateService.Builder builder =
                FargateService.Builder.create(this, "Service")
                        .serviceName("%s-listener-%d".formatted(settings.name(), number))
                        .cluster(cluster)
                        .taskDefinition(task)
                        .desiredCount(1)
                        .minHealthyPercent(100)
                        .maxHealthyPercent(200)
                        .circuitBreaker(
                                DeploymentCircuitBreaker.builder()
                                        .enable(true)
                                        .rollback(true)
                                        .build())
                        .assignPublicIp(true)
                        .vpcSubnets(SubnetSelection.builder().subnets(subnets).build())
                        .securityGroups(List.of(network.outboundOnly()));
        if (settings.spot()) {
            builder.capacityProviderStrategies(
                    List.of(
                            CapacityProviderStrategy.builder()
                                    .capacityProvider("FARGATE_SPOT")
                                    .weight(1)
                                    .build()));
        }
        return builder.build();
    }

    private LinuxParameters scratch() {
        LinuxParameters parameters = LinuxParameters.Builder.create(this, "Linux").build();
        parameters.dropCapabilities(Capability.ALL);
        parameters.addTmpfs(
                Tmpfs.builder()
                        .containerPath(SCRATCH)
                        .size(SCRATCH_MB)
                        .mountOptions(
                                List.of(
                                        TmpfsMountOption.EXEC,
                                        TmpfsMountOption.NOSUID,
                                        TmpfsMountOption.NODEV))
                        .build());
        return parameters;
    }

    private static Map<String, String> environment(
            int number, Settings settings, ArchiveBucket archive, CheckpointTable checkpoints) {
        return Map.of(
                "AWS_REGION",
                settings.region(),
                Setting.SYMBOLS.variable(),
                settings.symbols().toString(),
                Setting.BUCKET.variable(),
                archive.bucket().getBucketName(),
                Setting.CHECKPOINT_TABLE.variable(),
                checkpoints.table().getTableName(),
                Setting.FLUSH_INTERVAL.variable(),
                settings.flushInterval().toSeconds() + "s",
                Setting.STOP_TIMEOUT.variable(),
                WRITE_WITHIN,
                Setting.HEARTBEAT_FILE.variable(),
                HEARTBEAT_FILE,
                Setting.WEIGHT_PER_MINUTE.variable(),
                String.valueOf(settings.weightPerMinute()),
                // Each task has an address of its own, and so bans of its own.
                Setting.CALLER.variable(),
                "listener-" + number);
    }

    /// Only the age of a file: starting a JVM every half minute would eat the quarter of a core.
    static List<String> healthCommand() {
        return List.of(
                "CMD-SHELL",
                "test \"$(date -r %s +%%s)\" -gt \"$(( $(date +%%s) - %d ))\""
                        .formatted(HEARTBEAT_FILE, HEARTBEAT_STALE_SECONDS));
    }

    private static HealthCheck healthCheck() {
        return HealthCheck.builder()
                .command(healthCommand())
                .interval(Duration.seconds(30))
                .timeout(Duration.seconds(5))
                .retries(3)
                .startPeriod(Duration.seconds(180))
                .build();
    }

    private static LogDriver logging(ILogGroup log) {
        return LogDriver.awsLogs(
                AwsLogDriverProps.builder()
                        .logGroup(log)
                        .streamPrefix("listener")
                        // A log that does not take lines must not stop the listener.
                        .mode(AwsLogDriverMode.NON_BLOCKING)
                        .build());
    }

    private static void acceptWildcards(FargateTaskDefinition task) {
        Accepted.finding(
                task,
                "AwsSolutions-ECS2",
                "The variables are names, times and the list of symbols. There is no secret: Binance's market data needs no key, and AWS is reached through the task's role.");
        Accepted.finding(
                task.getTaskRole().getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "Objects of the archive are made under keys that nobody knows in advance: only put and get, only below trades/, and the bucket's own policy refuses to overwrite.");
        Accepted.finding(
                task.obtainExecutionRole().getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "Resource::*",
                "ecr:GetAuthorizationToken has no resource to name; what may be pulled is one repository.");
    }
}
