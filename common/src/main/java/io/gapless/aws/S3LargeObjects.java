package io.gapless.aws;

import io.gapless.archive.LargeObjects;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.batch.ByteSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Large objects in a bucket. Each is made by one PUT with `If-None-Match: *` and a SHA-256, of which
/// S3 takes up to 5 GB (the busiest day of the busiest symbol has a fiftieth of that): no multipart
/// upload, of which parts could be left behind. Read by ranges.
public final class S3LargeObjects implements LargeObjects {
    /// How long one try of a put may take: 200 MB on a slow line.
    static final Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(4);

    /// How long a put may take with all its tries.
    static final Duration CALL_TIMEOUT = Duration.ofMinutes(6);

    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String bucket;
    private final AwsErrors errors;

    /// @param s3 from [AwsClients#s3], whose retries it relies on
    public S3LargeObjects(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
        this.errors = AwsErrors.ofBucket(bucket, s3.serviceClientConfiguration().region().id());
    }

    @Override
    public PutOutcome put(String key, ByteSource body, Map<String, String> metadata) {
        String digest = sha256(body);
        try {
            s3.putObject(
                    request ->
                            request.bucket(bucket)
                                    .key(key)
                                    .ifNoneMatch("*")
                                    .checksumSHA256(digest)
                                    .contentType(S3Archive.CONTENT_TYPE)
                                    .metadata(metadata)
                                    .overrideConfiguration(patience ->
                                            patience.apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                                                    .apiCallTimeout(CALL_TIMEOUT)),
                    RequestBody.fromContentProvider(
                            body::stream, body.size(), S3Archive.CONTENT_TYPE));
            return PutOutcome.CREATED;
        } catch (SdkException e) {
            if (e instanceof S3Exception s3e && s3e.statusCode() == PRECONDITION_FAILED) {
                return PutOutcome.EXISTS;
            }
            throw errors.of("put", key, e);
        }
    }

    @Override
    public Optional<ByteSource> open(String key) {
        try {
            long size = s3.headObject(r -> r.bucket(bucket).key(key)).contentLength();
            return Optional.of(new StoredBytes(key, size));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw errors.of("look for", key, e);
        }
    }

    private final class StoredBytes implements ByteSource {
        private final String key;
        private final long size;

        StoredBytes(String key, long size) {
            this.key = key;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public byte[] read(long from, int length) {
            Objects.checkFromIndexSize(from, length, size);
            if (length == 0) {
                return new byte[0];
            }
            String range = "bytes=%d-%d".formatted(from, from + length - 1);
            byte[] bytes;
            try {
                bytes =
                        s3.getObject(
                                        r -> r.bucket(bucket).key(key).range(range),
                                        ResponseTransformer.toBytes())
                                .asByteArrayUnsafe();
            } catch (SdkException e) {
                throw errors.of("get", key, e);
            }
            if (bytes.length != length) {
                throw new StorageUnavailableException(
                        "get s3://%s/%s, %s: %d bytes came"
                                .formatted(bucket, key, range, bytes.length),
                        null);
            }
            return bytes;
        }
    }

    private static String sha256(ByteSource body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long from = 0; from < body.size(); ) {
                int length = (int) Math.min(ByteSource.PIECE_BYTES, body.size() - from);
                digest.update(body.read(from, length));
                from += length;
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
