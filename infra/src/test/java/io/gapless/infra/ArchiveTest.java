package io.gapless.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/// Bucket and table: what they promise, and that they outlive the stack.
class ArchiveTest {
    private static Stacks stacks;
    private static Template template;

    @BeforeAll
    static void synthesize() {
        stacks = Stacks.all();
        template = stacks.template(Stacks.USUAL);
    }

    @Test
    void theBucketIsPrivateEncryptedAndVersioned() {
        template.hasResourceProperties(
                "AWS::S3::Bucket",
                Match.objectLike(
                        Map.of(
                                "PublicAccessBlockConfiguration",
                                Map.of(
                                        "BlockPublicAcls", true,
                                        "BlockPublicPolicy", true,
                                        "IgnorePublicAcls", true,
                                        "RestrictPublicBuckets", true),
                                "VersioningConfiguration",
                                Map.of("Status", "Enabled"),
                                "BucketEncryption",
                                Match.anyValue(),
                                "OwnershipControls",
                                Map.of(
                                        "Rules",
                                        List.of(
                                                Map.of(
                                                        "ObjectOwnership",
                                                        "BucketOwnerEnforced"))))));
    }

    @Test
    void bucketPolicyAndTableOutliveTheStack() {
        for (String type :
                List.of("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::DynamoDB::Table")) {
            JsonNode resource = stacks.resource(Stacks.USUAL, type);
            assertThat(resource.path("DeletionPolicy").asText())
                    .as(type)
                    .isEqualTo("RetainExceptOnCreate");
            assertThat(resource.path("UpdateReplacePolicy").asText()).as(type).isEqualTo("Retain");
        }
    }

    private static JsonNode statement(String sid) {
        List<JsonNode> found = new ArrayList<>();
        stacks.resource(Stacks.USUAL, "AWS::S3::BucketPolicy")
                .path("Properties")
                .path("PolicyDocument")
                .path("Statement")
                .forEach(s -> {
                    if (s.path("Sid").asText().equals(sid)) {
                        found.add(s);
                    }
                });
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().path("Effect").asText()).isEqualTo("Deny");
        assertThat(found.getFirst().path("Principal").path("AWS").asText()).isEqualTo("*");
        for (String prefix : ArchiveBucket.WRITE_ONCE) {
            assertThat(found.getFirst().path("Resource").toString()).contains("/" + prefix + "*");
        }
        return found.getFirst();
    }

    @Test
    void nobodyPutsWithoutSayingIfNoneMatch() {
        JsonNode createOnly = statement("CreateOnly");
        assertThat(createOnly.path("Action").asText()).isEqualTo("s3:PutObject");
        assertThat(createOnly.path("Condition").path("Null").path("s3:if-none-match").asText())
                .isEqualTo("true");
        assertThat(
                        createOnly
                                .path("Condition")
                                .path("Bool")
                                .path("s3:ObjectCreationOperation")
                                .asText())
                .isEqualTo("true");
        assertThat(ArchiveBucket.WRITE_ONCE)
                .containsExactly("trades/", "sealed/", "evidence/", "certificates/");
    }

    @Test
    void nobodyDeletesAndNoVersionEither() {
        JsonNode never = statement("NeverDelete");
        assertThat(never.path("Action").toString())
                .isEqualTo("[\"s3:DeleteObject\",\"s3:DeleteObjectVersion\"]");
        assertThat(never.has("Condition")).isFalse();
    }

    @Test
    void plainHttpIsRefused() {
        template.hasResourceProperties(
                "AWS::S3::BucketPolicy",
                Match.objectLike(
                        Map.of(
                                "PolicyDocument",
                                Match.objectLike(
                                        Map.of(
                                                "Statement",
                                                Match.arrayWith(
                                                        List.of(
                                                                Match.objectLike(
                                                                        Map.of(
                                                                                "Effect", "Deny",
                                                                                "Action", "s3:*",
                                                                                "Condition",
                                                                                        Map.of(
                                                                                                "Bool",
                                                                                                Map
                                                                                                        .of(
                                                                                                                "aws:SecureTransport",
                                                                                                                "false")))))))))));
    }

    @Test
    void noRuleOfTheLifecycleExpiresWhatIsArchived() {
        JsonNode rules =
                stacks.resource(Stacks.USUAL, "AWS::S3::Bucket")
                        .path("Properties")
                        .path("LifecycleConfiguration")
                        .path("Rules");
        List<String> expiring = new ArrayList<>();
        boolean aborts = false;
        for (JsonNode rule : rules) {
            aborts |=
                    rule.path("AbortIncompleteMultipartUpload").path("DaysAfterInitiation").asInt()
                            > 0;
            if (rule.has("ExpirationInDays") || rule.has("NoncurrentVersionExpiration")) {
                expiring.add(rule.path("Prefix").asText());
            }
        }
        assertThat(aborts).isTrue();
        assertThat(expiring).containsExactly(ArchiveBucket.QUERY_RESULTS);
    }

    @Test
    void theTableIsPaidByRequestProtectedAndCanBeLookedBackInto() {
        template.hasResourceProperties(
                "AWS::DynamoDB::Table",
                Match.objectLike(
                        Map.of(
                                "BillingMode",
                                "PAY_PER_REQUEST",
                                "DeletionProtectionEnabled",
                                true,
                                "PointInTimeRecoverySpecification",
                                Map.of("PointInTimeRecoveryEnabled", true),
                                "KeySchema",
                                List.of(Map.of("AttributeName", "symbol", "KeyType", "HASH")))));
    }

    @Test
    void theTableMayBeProvisionedForTheFreeTier() {
        stacks.template(Stacks.TWINS)
                .hasResourceProperties(
                        "AWS::DynamoDB::Table",
                        Match.objectLike(
                                Map.of(
                                        "ProvisionedThroughput",
                                        Map.of("ReadCapacityUnits", 5, "WriteCapacityUnits", 6))));
    }

    @Test
    void anArchiveThatExistsIsUsedAsItIs() {
        Template found = stacks.template(Stacks.FOUND);
        found.resourceCountIs("AWS::S3::Bucket", 0);
        found.resourceCountIs("AWS::S3::BucketPolicy", 0);
        found.resourceCountIs("AWS::DynamoDB::Table", 0);
        found.hasResourceProperties(
                "AWS::Lambda::Function",
                Match.objectLike(
                        Map.of(
                                "Environment",
                                Map.of(
                                        "Variables",
                                        Match.objectLike(
                                                Map.of(
                                                        "GAPLESS_BUCKET",
                                                        "my-trades",
                                                        "GAPLESS_CHECKPOINT_TABLE",
                                                        "found-checkpoints"))))));
    }

    @Test
    void aNewArchiveHasTheNamesThatAnExistingOneIsLookedForBy() {
        assertThat(
                        stacks.resource(Stacks.USUAL, "AWS::S3::Bucket")
                                .path("Properties")
                                .path("BucketName")
                                .toString())
                .contains("gapless-", "AWS::AccountId", "-ap-northeast-1");
        assertThat(
                        stacks.resource(Stacks.USUAL, "AWS::DynamoDB::Table")
                                .path("Properties")
                                .path("TableName")
                                .asText())
                .isEqualTo("gapless-checkpoints");
    }
}
