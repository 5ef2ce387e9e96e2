package io.gapless.infra;

import io.gapless.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.BucketPolicy;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/// The archive: private, encrypted, write-once, and never deleted with the stack.
///
/// Write-once is the bucket's own policy, so it holds for whoever has credentials: what lies under
/// [#WRITE_ONCE] is created if it is not there, and neither overwritten nor deleted.
public final class ArchiveBucket extends Construct {
    /// Under these nobody overwrites or deletes anything.
    public static final List<String> WRITE_ONCE =
            List.of("trades/", "sealed/", "evidence/", "certificates/");

    /// Where Athena puts its results. Not part of the archive.
    public static final String QUERY_RESULTS = "athena-results/";

    /// How long results of queries are kept.
    static final int QUERY_RESULT_DAYS = 7;

    private final IBucket bucket;

    ArchiveBucket(Construct scope, Settings settings) {
        super(scope, "Archive");
        String name =
                settings.bucketName()
                        .orElse(
                                "%s-%s-%s"
                                        .formatted(
                                                settings.name(),
                                                Aws.ACCOUNT_ID,
                                                settings.region()));
        bucket =
                settings.existingArchive()
                        ? Bucket.fromBucketName(this, "Bucket", name)
                        : made(name);
    }

    /// The bucket, made here or found.
    public IBucket bucket() {
        return bucket;
    }

    /// Allows to add to the archive, and to look what is there. `ListBucket` is what makes a missing
    /// object a 404 and not a 403.
    ///
    /// @param prefixes where it may write, of [#WRITE_ONCE]
    void allowWriting(IGrantable program, List<String> prefixes) {
        program.getGrantPrincipal()
                .addToPrincipalPolicy(
                        PolicyStatement.Builder.create()
                                .sid("AddToArchive")
                                .actions(List.of("s3:PutObject", "s3:GetObject"))
                                .resources(prefixes.stream().map(this::objects).toList())
                                .build());
        program.getGrantPrincipal()
                .addToPrincipalPolicy(
                        PolicyStatement.Builder.create()
                                .sid("ListArchive")
                                .actions(List.of("s3:ListBucket"))
                                .resources(List.of(bucket.getBucketArn()))
                                .build());
    }

    String objects(String prefix) {
        return bucket.arnForObjects(prefix + "*");
    }

    private Bucket made(String name) {
        Bucket made =
                Bucket.Builder.create(this, "Bucket")
                        .bucketName(name)
                        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                        .encryption(BucketEncryption.S3_MANAGED)
                        .enforceSsl(true)
                        .versioned(true)
                        .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                        .lifecycleRules(lifecycle())
                        .build();
        List<String> objects =
                WRITE_ONCE.stream().map(prefix -> made.arnForObjects(prefix + "*")).toList();
        made.addToResourcePolicy(
                deny("CreateOnly", List.of("s3:PutObject"), objects)
                        // The second condition spares the parts of a multipart upload, which
                        // carry no such header; its completion does.
                        .conditions(
                                Map.of(
                                        "Null", Map.of("s3:if-none-match", "true"),
                                        "Bool", Map.of("s3:ObjectCreationOperation", "true")))
                        .build());
        made.addToResourcePolicy(
                deny("NeverDelete", List.of("s3:DeleteObject", "s3:DeleteObjectVersion"), objects)
                        .build());
        BucketPolicy policy = made.getPolicy();
        if (policy == null) {
            throw new IllegalStateException("a bucket with statements has a policy");
        }
        // Of its own: a policy does not take over the bucket's, and a bucket that outlives the
        // stack without it would not be write-once.
        policy.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        Accepted.finding(
                made,
                "AwsSolutions-S1",
                "Server access logs would be a line for each of the archive's own puts, dearer to keep than the archive. Nothing here can be overwritten or deleted; CloudTrail data events tell who read, for whoever wants that.");
        return made;
    }

    private static PolicyStatement.Builder deny(
            String sid, List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create()
                .sid(sid)
                .effect(Effect.DENY)
                .principals(List.of(new AnyPrincipal()))
                .actions(actions)
                .resources(resources);
    }

    /// The objects under `trades/` stay in the standard class: most are smaller than the 128 KB that
    /// the cheaper ones bill at least. Compact copies of whole days are large enough.
    private static List<LifecycleRule> lifecycle() {
        List<LifecycleRule> rules = new ArrayList<>();
        rules.add(
                LifecycleRule.builder()
                        .id("incomplete-uploads")
                        .abortIncompleteMultipartUploadAfter(Duration.days(2))
                        .build());
        rules.add(
                LifecycleRule.builder()
                        .id("query-results")
                        .prefix(QUERY_RESULTS)
                        .expiration(Duration.days(QUERY_RESULT_DAYS))
                        .noncurrentVersionExpiration(Duration.days(1))
                        .build());
        rules.add(
                LifecycleRule.builder()
                        .id("sealed-days")
                        .prefix("sealed/")
                        .transitions(
                                List.of(
                                        Transition.builder()
                                                .storageClass(StorageClass.INTELLIGENT_TIERING)
                                                .transitionAfter(Duration.days(1))
                                                .build()))
                        .build());
        return rules;
    }
}
