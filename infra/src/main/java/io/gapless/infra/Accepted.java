package io.gapless.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/// Findings of cdk-nag's rules that are accepted, with the reason, where the resource is made. They
/// stand in the template as the metadata that cdk-nag itself reads, so a reviewer finds them there too.
final class Accepted {
    private static final String KEY = "cdk_nag";
    private static final String RULES = "rules_to_suppress";

    private Accepted() {}

    /// @param construct a resource, or a construct whose default child is one
    /// @param rule such as `AwsSolutions-S1`
    static void finding(IConstruct construct, String rule, String reason) {
        add(construct, Map.of("id", rule, "reason", reason));
    }

    /// One finding of a rule that tells several, such as `Resource::*`.
    static void finding(IConstruct construct, String rule, String which, String reason) {
        add(construct, Map.of("id", rule, "reason", reason, "applies_to", List.of(which)));
    }

    private static void add(IConstruct construct, Map<String, Object> entry) {
        CfnResource resource = resource(construct);
        List<Object> entries = new ArrayList<>();
        if (resource.getMetadata(KEY) instanceof Map<?, ?> before
                && before.get(RULES) instanceof List<?> rules) {
            entries.addAll(rules);
        }
        entries.add(entry);
        resource.addMetadata(KEY, Map.of(RULES, entries));
    }

    private static CfnResource resource(IConstruct construct) {
        if (construct instanceof CfnResource resource) {
            return resource;
        }
        if (construct.getNode().getDefaultChild() instanceof CfnResource resource) {
            return resource;
        }
        throw new IllegalArgumentException(construct.getNode().getPath() + " is no resource");
    }
}
