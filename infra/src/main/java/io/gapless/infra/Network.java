package io.gapless.infra;

import io.gapless.infra.settings.ExistingNetwork;
import io.gapless.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;

/// Where listeners run: public subnets, nothing comes in, and no NAT gateway, which would cost more than
/// all the rest. S3 and DynamoDB are reached through gateway endpoints, which are free.
public final class Network extends Construct {
    /// Binance's streams, besides HTTPS.
    static final int STREAM_PORT = 9443;

    private static final int HTTPS = 443;
    private static final int ZONES = 2;
    private static final int SUBNET_BITS = 24;

    private final IVpc vpc;
    private final List<ISubnet> subnets;
    private final SecurityGroup outboundOnly;

    Network(Construct scope, Settings settings) {
        super(scope, "Network");
        vpc = settings.network().map(this::found).orElseGet(this::made);
        subnets = List.copyOf(vpc.getPublicSubnets());
        outboundOnly =
                SecurityGroup.Builder.create(this, "OutboundOnly")
                        .vpc(vpc)
                        .description("Gapless listeners: nothing in; HTTPS and Binance streams out")
                        .allowAllOutbound(false)
                        .build();
        outboundOnly.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "AWS and Binance");
        outboundOnly.addEgressRule(Peer.anyIpv4(), Port.tcp(STREAM_PORT), "Binance streams");
    }

    IVpc vpc() {
        return vpc;
    }

    List<ISubnet> subnets() {
        return subnets;
    }

    SecurityGroup outboundOnly() {
        return outboundOnly;
    }

    private IVpc made() {
        Vpc made =
                Vpc.Builder.create(this, "Vpc")
                        .maxAzs(ZONES)
                        .natGateways(0)
                        // Nobody uses the default group; emptying it would take a function of its
                        // own.
                        .restrictDefaultSecurityGroup(false)
                        .subnetConfiguration(
                                List.of(
                                        SubnetConfiguration.builder()
                                                .name("Public")
                                                .subnetType(SubnetType.PUBLIC)
                                                .cidrMask(SUBNET_BITS)
                                                .mapPublicIpOnLaunch(false)
                                                .build()))
                        .build();
        made.addGatewayEndpoint("S3", endpoint(GatewayVpcEndpointAwsService.S3));
        made.addGatewayEndpoint("DynamoDb", endpoint(GatewayVpcEndpointAwsService.DYNAMODB));
        Accepted.finding(
                made,
                "AwsSolutions-VPC7",
                "Nothing can come in, and what goes out is public market data and calls that CloudTrail has. Flow logs would cost about as much as the archive's requests.");
        return made;
    }

    /// No look-up, so that synth needs no account. Endpoints of a VPC that exists are its owner's
    /// matter.
    private IVpc found(ExistingNetwork network) {
        List<String> zones = new ArrayList<>();
        for (int i = 0; i < network.subnets().size(); i++) {
            zones.add(Fn.select(i % ZONES, Fn.getAzs()));
        }
        IVpc found =
                Vpc.fromVpcAttributes(
                        this,
                        "Vpc",
                        VpcAttributes.builder()
                                .vpcId(network.vpcId())
                                .availabilityZones(zones)
                                .publicSubnetIds(network.subnets())
                                .build());
        for (ISubnet subnet : found.getPublicSubnets()) {
            Annotations.of(subnet)
                    .acknowledgeWarning(
                            "@aws-cdk/aws-ec2:noSubnetRouteTableId", "routes are its owner's");
        }
        return found;
    }

    private static GatewayVpcEndpointOptions endpoint(GatewayVpcEndpointAwsService service) {
        return GatewayVpcEndpointOptions.builder().service(service).build();
    }
}
