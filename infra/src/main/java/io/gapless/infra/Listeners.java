package io.gapless.infra;

import io.gapless.infra.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.ecs.AssetImageProps;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// The cluster, the image and the log that all listeners share, and the listeners.
public final class Listeners extends Construct {
    private final Cluster cluster;
    private final LogGroup log;

    Listeners(
            Construct scope,
            Settings settings,
            Path imageFolder,
            ArchiveBucket archive,
            CheckpointTable checkpoints) {
        super(scope, "Listeners");
        Network network = new Network(this, settings);
        cluster =
                Cluster.Builder.create(this, "Cluster")
                        .clusterName(settings.name())
                        .vpc(network.vpc())
                        .enableFargateCapacityProviders(true)
                        .containerInsightsV2(ContainerInsights.DISABLED)
                        .build();
        Accepted.finding(
                cluster,
                "AwsSolutions-ECS4",
                "Container Insights would cost more than the listener. What it would tell, the listener tells itself: memory held, age of the oldest trade, connections.");
        log =
                LogGroup.Builder.create(this, "Log")
                        .logGroupName("/gapless/%s/listener".formatted(settings.name()))
                        .retention(Retention.of(settings.logRetention()))
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        ContainerImage image =
                ContainerImage.fromAsset(
                        imageFolder.toString(),
                        AssetImageProps.builder()
                                .platform(Platform.LINUX_ARM64)
                                .target(stage(System.getProperty("os.arch")))
                                .build());
        for (int number = 1; number <= settings.listeners(); number++) {
            var _ =
                    new ListenerService(
                            this,
                            number,
                            settings,
                            image,
                            cluster,
                            network,
                            subnets(network.subnets(), number, settings.listeners()),
                            archive,
                            checkpoints,
                            log);
        }
    }

    /// The stage of the image's Dockerfile. A cache of what a start loads is made by the image's own JVM,
    /// which other machines could only emulate.
    ///
    /// @param machine what the JVM calls the processor of the machine that builds
    static String stage(String machine) {
        return machine.equals("aarch64") ? "cached" : "plain";
    }

    Cluster cluster() {
        return cluster;
    }

    LogGroup log() {
        return log;
    }

    /// A single listener may run wherever there is room. Of two each has a zone of its own, which a
    /// single service with two tasks would not promise.
    private static List<ISubnet> subnets(List<ISubnet> all, int number, int listeners) {
        return listeners == 1 ? all : List.of(all.get(number - 1));
    }
}
