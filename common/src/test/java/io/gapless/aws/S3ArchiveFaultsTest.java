package io.gapless.aws;

import static io.gapless.aws.FaultyHttp.s3Error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.PutOutcome;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.aws.FaultyHttp.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpRequest;

class S3ArchiveFaultsTest {
    private static final String KEY = "trades/symbol=BTCUSDT/x.parquet";
    private static final byte[] ROWS = "rows".getBytes(UTF_8);

    private final FaultyHttp http = new FaultyHttp();
    private final AwsClients clients = http.clients(AwsEmulators.env());
    private final String bucket = AwsEmulators.newBucket();
    private final S3Archive archive = new S3Archive(clients.s3(), bucket);
    private final S3Archive healthy = new S3Archive(AwsEmulators.clients().s3(), bucket);

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void aPutIsCreateOnlyWithItsChecksumInPathStyle() {
        archive.put(KEY, ROWS, Map.of("source", "live"));

        SdkHttpRequest put = http.requests().getFirst();
        assertThat(put.method().name()).isEqualTo("PUT");
        assertThat(put.getUri().getPath()).isEqualTo("/" + bucket + "/" + KEY);
        assertThat(put.firstMatchingHeader("If-None-Match")).contains("*");
        assertThat(put.firstMatchingHeader("x-amz-checksum-sha256"))
                .contains("vFHp5l154ckLpUSrLq4QRMzfjBr3pVm6N1y6Qnb32Z4=");
        assertThat(put.firstMatchingHeader("Content-Length")).contains("4");
        assertThat(put.firstMatchingHeader("Content-Encoding")).isEmpty();
        assertThat(put.firstMatchingHeader("x-amz-meta-source")).contains("live");
        assertThat(http.requests()).hasSize(1);
    }

    @Test
    void afterAConflictTheSamePutIsSentAgain() {
        http.next(s3Error(409, "ConditionalRequestConflict"));

        assertThat(put()).isEqualTo(PutOutcome.CREATED);

        assertThat(http.requests()).hasSize(2).extracting(r -> r.getUri()).containsOnly(uri());
        assertThat(healthy.get(KEY)).contains(ROWS);
    }

    @Test
    void afterAsManyConflictsAsThereAreTriesTheOutcomeIsUnknown() {
        Fault conflict = s3Error(409, "ConditionalRequestConflict");
        http.next(conflict, conflict, conflict, conflict);

        assertThatThrownBy(this::put)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("s3://" + bucket + "/" + KEY)
                .hasMessageContaining("409 ConditionalRequestConflict");
        assertThat(http.requests()).hasSize(AwsClients.MAX_ATTEMPTS);
    }

    @Test
    void aPutWhoseReplyWasLostFindsItself() {
        http.next(new Fault.ReplyLost());

        assertThat(put()).isEqualTo(PutOutcome.EXISTS);
        assertThat(healthy.get(KEY)).contains(ROWS);
    }

    @Test
    void aPutWhoseEveryReplyWasLostIsThereAllTheSame() {
        Fault lost = new Fault.ReplyLost();
        http.next(lost, lost, lost, lost);

        assertThatThrownBy(this::put)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("connection reset (test)");
        assertThat(healthy.get(KEY)).contains(ROWS);
        assertThat(put()).isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void aPutThatDidNotArriveIsSentAgain() {
        http.next(new Fault.Lost(), new Fault.Lost());

        assertThat(put()).isEqualTo(PutOutcome.CREATED);
    }

    @ParameterizedTest
    @CsvSource({
        "500,InternalError",
        "503,SlowDown",
        "503,ServiceUnavailable",
        "400,RequestTimeout"
    })
    void whatMayPassIsTriedAgain(int status, String code) {
        http.next(s3Error(status, code));

        assertThat(put()).isEqualTo(PutOutcome.CREATED);
        assertThat(http.requests()).hasSize(2);
    }

    @Test
    void throttlingThatLastsIsUnavailable() {
        Fault slowDown = s3Error(503, "SlowDown");
        http.next(slowDown, slowDown, slowDown, slowDown);

        assertThatThrownBy(() -> archive.get(KEY))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("get s3://" + bucket + "/" + KEY)
                .hasMessageContaining("503 SlowDown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    403 | AccessDenied                 | access denied. Allow this caller s3:PutObject and s3:GetObject on
                    403 | InvalidAccessKeyId           | AWS does not know this access key. Check AWS_ACCESS_KEY_ID
                    403 | SignatureDoesNotMatch        | the secret key does not fit the access key. Check AWS_SECRET_ACCESS_KEY
                    400 | ExpiredToken                 | these credentials have expired. Get new ones
                    404 | NoSuchBucket                 | there is no bucket
                    301 | PermanentRedirect            | is in another region. Set AWS_REGION
                    400 | AuthorizationHeaderMalformed | is in another region. Set AWS_REGION
                    400 | EntityTooLarge               | said EntityTooLarge
                    """)
    void whatNeverWorksIsRefusedWithWhatToDo(int status, String code, String sentence) {
        http.next(s3Error(status, code));

        assertThatThrownBy(this::put)
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageStartingWith("put s3://" + bucket + "/" + KEY + ": ")
                .hasMessageContaining(sentence)
                .hasMessageEndingWith("(" + status + " " + code + ")");
        assertThat(http.requests()).hasSize(1);
    }

    @Test
    void theWrongRegionIsNamedTogetherWithTheRightOne() {
        http.next(
                new Fault.Answer(
                        301,
                        Map.of("x-amz-bucket-region", "eu-west-1"),
                        "<Error><Code>PermanentRedirect</Code><Message>m</Message></Error>"));

        assertThatThrownBy(archive::check)
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("it is in eu-west-1. Set AWS_REGION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-secret", ""})
    void wrongKeysAreRefused(String secret) {
        Map<String, String> env = new java.util.HashMap<>(AwsEmulators.env());
        env.put(AwsSettings.ACCESS_KEY, "nobody");
        env.put(AwsSettings.SECRET_KEY, secret.isEmpty() ? "x" : secret);
        try (AwsClients wrong = AwsClients.open(AwsSettings.from(env))) {
            S3Archive refused = new S3Archive(wrong.s3(), bucket);

            assertThatThrownBy(() -> refused.put(KEY, ROWS, Map.of()))
                    .isInstanceOf(StorageRefusedException.class)
                    .hasMessageContaining("AWS_ACCESS_KEY_ID");
        }
    }

    @Test
    void aListingGoesOnBehindPagesWithoutObjects() {
        healthy.put(KEY, ROWS, Map.of());
        http.next(
                new Fault.Answer(
                        200,
                        Map.of(),
                        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>trades/a</NextContinuationToken></ListBucketResult>"));

        assertThat(archive.list("trades/", Optional.empty()).entries()).hasSize(1);
        assertThat(http.requests().getLast().rawQueryParameters().get("continuation-token"))
                .isEqualTo(List.of("trades/a"));
    }

    @Test
    void anInterruptedCallerIsStoppedAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(this::put).isInstanceOf(StorageUnavailableException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    private PutOutcome put() {
        return archive.put(KEY, ROWS, Map.of());
    }

    private java.net.URI uri() {
        return java.net.URI.create(
                AwsEmulators.env().get(AwsSettings.S3_ENDPOINT)
                        + "/"
                        + bucket
                        + "/trades/symbol%3DBTCUSDT/x.parquet");
    }
}
