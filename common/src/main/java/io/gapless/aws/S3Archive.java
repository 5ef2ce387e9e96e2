package io.gapless.aws;

import io.gapless.archive.Archive;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageUnavailableException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The archive in a bucket. Objects are made by single PUTs with `If-None-Match: *` and a SHA-256;
/// the permissions needed are `s3:PutObject`, `s3:GetObject` and `s3:ListBucket` (without the last, a
/// missing object would answer 403).
///
/// A put that S3 answers with 409 is sent again, [AwsClients#MAX_ATTEMPTS] times in all, by the
/// client's retries. As these may also repeat a put that landed unseen, `EXISTS` can be this very put.
public final class S3Archive implements Archive {
    /// The registered media type of Parquet.
    public static final String CONTENT_TYPE = "application/vnd.apache.parquet";

    /// Most pages without an object in a row before a listing is given up: S3 may return such pages
    /// where a bucket holds many delete markers.
    static final int MAX_EMPTY_PAGES = 1_000;

    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String bucket;
    private final AwsErrors errors;

    /// @param s3 from [AwsClients#s3], whose retries it relies on
    public S3Archive(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
        this.errors = AwsErrors.ofBucket(bucket, s3.serviceClientConfiguration().region().id());
    }

    /// Asks whether the bucket is there and may be listed.
    ///
    /// @throws io.gapless.archive.StorageRefusedException saying what to do if it is not
    public void check() {
        try {
            s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(1));
        } catch (SdkException e) {
            throw errors.of("look into", e);
        }
    }

    @Override
    public PutOutcome put(String key, byte[] body, Map<String, String> metadata) {
        try {
            s3.putObject(
                    request ->
                            request.bucket(bucket)
                                    .key(key)
                                    .ifNoneMatch("*")
                                    .checksumSHA256(sha256(body))
                                    .contentType(CONTENT_TYPE)
                                    .metadata(metadata),
                    RequestBody.fromBytes(body));
            return PutOutcome.CREATED;
        } catch (SdkException e) {
            if (e instanceof S3Exception s3e && s3e.statusCode() == PRECONDITION_FAILED) {
                return PutOutcome.EXISTS;
            }
            throw errors.of("put", key, e);
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        Got got;
        try {
            got =
                    s3.getObject(
                            request ->
                                    request.bucket(bucket)
                                            .key(key)
                                            .checksumMode(ChecksumMode.ENABLED),
                            S3Archive::whole);
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw errors.of("get", key, e);
        }
        if (got.length() > MAX_OBJECT_BYTES) {
            throw Archive.tooLarge("s3://" + bucket + "/" + key, got.length());
        }
        return Optional.of(got.body());
    }

    @Override
    public Page list(String prefix, Optional<String> after) {
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).maxKeys(PAGE_SIZE);
        after.filter(key -> !key.isEmpty()).ifPresent(request::startAfter);
        try {
            for (int i = 0; i < MAX_EMPTY_PAGES; i++) {
                ListObjectsV2Response response = s3.listObjectsV2(request.build());
                boolean more = response.isTruncated();
                if (response.hasContents() || !more) {
                    return new Page(entries(response), more);
                }
                request.continuationToken(response.nextContinuationToken());
            }
        } catch (SdkException e) {
            throw errors.of("list", prefix, e);
        }
        throw new StorageUnavailableException(
                "list s3://%s/%s: %d pages without an object in a row"
                        .formatted(bucket, prefix, MAX_EMPTY_PAGES),
                null);
    }

    /// A whole object, or the length of one that is too large: the client would wrap an exception.
    private record Got(byte[] body, long length) {}

    private static Got whole(GetObjectResponse response, AbortableInputStream body)
            throws Exception {
        Long told = response.contentLength();
        if (told != null && told > MAX_OBJECT_BYTES) {
            body.abort();
            return new Got(new byte[0], told);
        }
        byte[] bytes =
                ResponseTransformer.<GetObjectResponse>toBytes()
                        .transform(response, body)
                        .asByteArrayUnsafe();
        return new Got(bytes, bytes.length);
    }

    private static List<Entry> entries(ListObjectsV2Response response) {
        return response.contents().stream()
                .map(object -> new Entry(object.key(), object.size(), object.lastModified()))
                .toList();
    }

    private static String sha256(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
