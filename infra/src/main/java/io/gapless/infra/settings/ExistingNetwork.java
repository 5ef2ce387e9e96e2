package io.gapless.infra.settings;

import java.util.List;

/// A VPC of the user's.
///
/// @param subnets with a route to an internet gateway
public record ExistingNetwork(String vpcId, List<String> subnets) {
    public ExistingNetwork {
        subnets = List.copyOf(subnets);
    }
}
