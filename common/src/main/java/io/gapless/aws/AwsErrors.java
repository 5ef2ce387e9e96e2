package io.gapless.aws;

import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/// Tells what may pass from what never will, and says of the latter what to do.
final class AwsErrors {
    private static final Set<String> UNKNOWN_ACCESS_KEY =
            Set.of("InvalidAccessKeyId", "UnrecognizedClientException", "InvalidClientTokenId");
    private static final Set<String> WRONG_SECRET =
            Set.of("SignatureDoesNotMatch", "InvalidSignatureException");
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "InvalidToken");
    private static final Set<String> WRONG_CLOCK = Set.of("RequestTimeTooSkewed", "RequestExpired");
    private static final Set<String> WRONG_REGION =
            Set.of(
                    "PermanentRedirect",
                    "TemporaryRedirect",
                    "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraintException");

    /// Answers with a 4xx status that the same call again may not get.
    private static final Set<String> PASSING =
            Set.of(
                    "RequestTimeout",
                    "RequestTimeoutException",
                    "BadDigest",
                    "XAmzContentSHA256Mismatch",
                    "IncompleteBody",
                    "OperationAborted",
                    "ConditionalRequestConflict",
                    "TransactionConflictException",
                    "TransactionInProgressException");

    /// As GetItem and PutItem word it, and DynamoDB Local.
    private static final Pattern WRONG_KEY =
            Pattern.compile("key element does not match|Missing the key|required keys");

    private final String place;
    private final String thing;
    private final String absence;
    private final String permissions;

    private AwsErrors(String place, String thing, String absence, String permissions) {
        this.place = place;
        this.thing = thing;
        this.absence = absence;
        this.permissions = permissions;
    }

    static AwsErrors ofBucket(String bucket, String region) {
        return new AwsErrors(
                "s3://" + bucket + "/",
                "the bucket " + bucket,
                "there is no bucket %s. Create it in %s, or name the right one in GAPLESS_BUCKET"
                        .formatted(bucket, region),
                "s3:PutObject and s3:GetObject on arn:aws:s3:::%s/* and s3:ListBucket on arn:aws:s3:::%s"
                        .formatted(bucket, bucket));
    }

    static AwsErrors ofTable(String table, String region) {
        return new AwsErrors(
                "table " + table + ", ",
                "the table " + table,
                "there is no table %s in %s. Create it with the string key \"symbol\", or name the right one in GAPLESS_CHECKPOINT_TABLE and its region in AWS_REGION"
                        .formatted(table, region),
                "dynamodb:GetItem, dynamodb:PutItem and dynamodb:Scan on the table " + table);
    }

    RuntimeException of(String verb, SdkException e) {
        return of(verb, "", e);
    }

    /// @param verb what was tried
    /// @param subject the key it was tried on
    RuntimeException of(String verb, String subject, SdkException e) {
        String what = verb + " " + place + subject + ": ";
        return switch (e) {
            case AwsServiceException answer -> ofAnswer(what, answer);
            case AbortedException _ -> {
                Thread.currentThread().interrupt();
                yield new StorageUnavailableException(what + "interrupted", e);
            }
            case SdkClientException silence when isWithoutCredentials(silence) ->
                    new StorageRefusedException(
                            what
                                    + "no AWS credentials found. Give the task a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (`aws configure export-credentials --format env` prints them)",
                            e);
            default ->
                    new StorageUnavailableException(
                            what
                                    + "no answer ("
                                    + rootMessage(e)
                                    + "). Check the network, AWS_REGION and, where it is set, AWS_ENDPOINT_URL",
                            e);
        };
    }

    private RuntimeException ofAnswer(String what, AwsServiceException e) {
        String code = code(e);
        int status = e.statusCode();
        String said = " (" + status + " " + code + ")";
        if (status >= 500
                || status == 429
                || status == 409
                || e.isThrottlingException()
                || PASSING.contains(code)) {
            return new StorageUnavailableException(what + "try again later" + said, e);
        }
        return new StorageRefusedException(what + sentence(code, status, e) + said, e);
    }

    private String sentence(String code, int status, AwsServiceException e) {
        if (code.equals("NoSuchBucket") || code.equals("ResourceNotFoundException")) {
            return absence;
        }
        if (UNKNOWN_ACCESS_KEY.contains(code)) {
            return "AWS does not know this access key. Check AWS_ACCESS_KEY_ID or AWS_PROFILE";
        }
        if (WRONG_SECRET.contains(code)) {
            return "the secret key does not fit the access key. Check AWS_SECRET_ACCESS_KEY";
        }
        if (EXPIRED.contains(code)) {
            return "these credentials have expired. Get new ones and start again";
        }
        if (WRONG_CLOCK.contains(code)) {
            return "this machine's clock is wrong. Set it";
        }
        if (WRONG_REGION.contains(code) || status == 301 || status == 307) {
            String where = bucketRegion(e).map(region -> ": it is in " + region).orElse("");
            return thing + " is in another region" + where + ". Set AWS_REGION to its region";
        }
        if (status == 401 || status == 403 || code.startsWith("AccessDenied")) {
            return "access denied. Allow this caller " + permissions;
        }
        String message = details(e).map(AwsErrorDetails::errorMessage).orElse("");
        if (code.equals("ValidationException") && WRONG_KEY.matcher(message).find()) {
            return thing + " must have the string key \"symbol\" and no sort key. Make it anew";
        }
        if (code.equals("ValidationException") && message.contains("Item size")) {
            return "the checkpoint is larger than the 400 KB that an item may have. Let repairs close gaps first";
        }
        return message.isEmpty() ? "refused" : message;
    }

    private static boolean isWithoutCredentials(SdkClientException e) {
        String message = e.getMessage();
        return message != null && message.startsWith("Unable to load credentials");
    }

    private static String code(AwsServiceException e) {
        return details(e)
                .map(AwsErrorDetails::errorCode)
                .filter(code -> !code.isBlank())
                .orElse("without a code");
    }

    private static Optional<String> bucketRegion(AwsServiceException e) {
        return details(e)
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"));
    }

    private static Optional<AwsErrorDetails> details(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails());
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        // Chains of causes are short; a longer one is a loop.
        for (int i = 0; i < 20 && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
