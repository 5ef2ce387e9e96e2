package io.gapless.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of cdk-nag's AwsSolutions, and of our own: what is granted to whom.
class RulesTest {
    private static Stacks stacks;

    @BeforeAll
    static void synthesize() {
        stacks = Stacks.all();
    }

    @Test
    void nothingIsFoundFaultWith() {
        for (String name : stacks.names()) {
            assertThat(stacks.findings(name)).as(name).isEmpty();
        }
    }

    @Test
    void whatIsAcceptedHasAReason() {
        List<JsonNode> accepted = new ArrayList<>();
        stacks.json(Stacks.USUAL)
                .path("Resources")
                .forEach(resource ->
                        resource.path("Metadata")
                                .path("cdk_nag")
                                .path("rules_to_suppress")
                                .forEach(accepted::add));
        assertThat(accepted)
                .isNotEmpty()
                .allSatisfy(
                        rule -> assertThat(rule.path("reason").asText()).hasSizeGreaterThan(40));
    }

    private static List<JsonNode> allowed(String stack) {
        List<JsonNode> statements = new ArrayList<>();
        for (String type :
                List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::Role")) {
            for (JsonNode resource : stacks.resources(stack, type)) {
                JsonNode properties = resource.path("Properties");
                properties.path("PolicyDocument").path("Statement").forEach(statements::add);
                properties
                        .path("Policies")
                        .forEach(p ->
                                p.path("PolicyDocument")
                                        .path("Statement")
                                        .forEach(statements::add));
                assertThat(properties.path("ManagedPolicyArns")).isEmpty();
            }
        }
        return statements;
    }

    private static List<String> actions(JsonNode statement) {
        List<String> actions = new ArrayList<>();
        JsonNode action = statement.path("Action");
        if (action.isArray()) {
            action.forEach(a -> actions.add(a.asText()));
        } else {
            actions.add(action.asText());
        }
        return actions;
    }

    @Test
    void noActionIsAWildcardAndNobodyMayDelete() {
        for (String name : stacks.names()) {
            List<JsonNode> statements = allowed(name);
            assertThat(statements).isNotEmpty();
            for (JsonNode statement : statements) {
                assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
                assertThat(actions(statement))
                        .noneMatch(action -> action.contains("*"))
                        .noneMatch(action -> action.contains("Delete"));
            }
        }
    }

    @Test
    void onlyEcrsTokenIsGrantedOnEverything() {
        for (String name : stacks.names()) {
            assertThat(
                            allowed(name).stream()
                                    .filter(s -> s.path("Resource").asText().equals("*"))
                                    .map(RulesTest::actions))
                    .allSatisfy(actions ->
                            assertThat(actions).containsExactly("ecr:GetAuthorizationToken"));
        }
    }

    @Test
    void programsAddToTheArchiveUnderTheirPrefixesOnly() {
        List<String> resources =
                allowed(Stacks.USUAL).stream()
                        .filter(s -> actions(s).contains("s3:PutObject"))
                        .map(s -> s.path("Resource").toString())
                        .toList();
        assertThat(resources).hasSize(3).allSatisfy(r -> assertThat(r).doesNotContain("\"/*\""));
        assertThat(resources).filteredOn(r -> r.contains("/trades/*")).hasSize(2);
        assertThat(resources).filteredOn(r -> r.contains("/evidence/*")).hasSize(1);
        assertThat(resources)
                .filteredOn(r -> r.contains("/sealed/*") && r.contains("/certificates/*"))
                .hasSize(1)
                .allSatisfy(r -> assertThat(r).doesNotContain("/trades/*"));
    }

    @Test
    void schedulesMayCallTheirFunctionAndNothingElse() {
        List<JsonNode> invoking =
                allowed(Stacks.USUAL).stream()
                        .filter(s -> actions(s).contains("lambda:InvokeFunction"))
                        .toList();
        assertThat(invoking).hasSize(4);
        assertThat(invoking)
                .filteredOn(s -> !s.path("Sid").asText().equals("BringInDays"))
                .hasSize(3)
                .allSatisfy(s ->
                        assertThat(s.path("Resource").toString())
                                .containsAnyOf("BackfillAlias", "SealAlias"));
    }
}
