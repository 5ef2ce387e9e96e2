package io.gapless.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Archive;
import io.gapless.archive.ArchiveContract;
import io.gapless.archive.PutOutcome;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.batch.BatchKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ArchiveTest extends ArchiveContract {
    private static final AwsClients ANOTHER_PROCESS =
            AwsClients.open(AwsSettings.from(AwsEmulators.env()));

    private final String bucket = AwsEmulators.newBucket();
    private final S3Archive archive = new S3Archive(AwsEmulators.clients().s3(), bucket);

    @Override
    protected Archive archive() {
        return archive;
    }

    @Override
    protected Archive archiveOfAnotherProcess() {
        return new S3Archive(ANOTHER_PROCESS.s3(), bucket);
    }

    @Override
    protected Instant now() {
        return Instant.now();
    }

    /// S3 lists by the bytes of UTF-8, the emulator by Java's strings: without the one key that shows it.
    @Override
    protected List<String> keysInOrder() {
        return super.keysInOrder().stream().filter(key -> !key.contains("𠮷")).toList();
    }

    @Test
    void anObjectSaysWhatItIs() {
        String key = key(BTCUSDT, 1, 9);
        archive.put(key, bytes("rows"), Map.of("source", "rest"));

        HeadObjectResponse head =
                AwsEmulators.clients().s3().headObject(r -> r.bucket(bucket).key(key));
        assertThat(head.contentType()).isEqualTo("application/vnd.apache.parquet");
        assertThat(head.metadata()).containsEntry("source", "rest");
    }

    @Test
    void aBucketThatIsThereIsFine() {
        archive.check();
        put(key(BTCUSDT, 1, 9), "rows");
        archive.check();
    }

    @Test
    void aMissingBucketIsRefusedWithWhatToDo() {
        S3Archive nowhere = new S3Archive(AwsEmulators.clients().s3(), "no-such-bucket");
        String sentence =
                "there is no bucket no-such-bucket. Create it in us-east-1, or name the right one in GAPLESS_BUCKET";

        assertThatThrownBy(nowhere::check)
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining(sentence);
        assertThatThrownBy(() -> nowhere.put("trades/x", bytes("rows"), Map.of()))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageStartingWith("put s3://no-such-bucket/trades/x: ")
                .hasMessageContaining(sentence);
        assertThatThrownBy(() -> nowhere.get("trades/x"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining(sentence);
        assertThatThrownBy(() -> nowhere.list("trades/", Optional.empty()))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aMissingItemOverAPrefixWithObjectsIsSeen() {
        String table = AwsEmulators.newTable();
        DynamoDbClient dynamoDb = AwsEmulators.clients().dynamoDb();
        DynamoCheckpoints checkpoints = new DynamoCheckpoints(dynamoDb, table);
        checkpoints.write(SampleCheckpoints.first(BTCUSDT));
        put(key(BTCUSDT, 1, 9), "rows");

        dynamoDb.deleteItem(
                r -> r.tableName(table).key(Map.of("symbol", AttributeValue.fromS("BTCUSDT"))));

        assertThat(checkpoints.read(BTCUSDT)).isEmpty();
        assertThat(keys(BatchKey.prefix(BTCUSDT))).isNotEmpty();
    }

    @Test
    void aBodyThatDoesNotFitItsChecksumIsNotStored() {
        // What the emulator checks here, S3 checks as well; our own puts always send it.
        assertThatThrownBy(() ->
                        AwsEmulators.clients()
                                .s3()
                                .putObject(
                                        r ->
                                                r.bucket(bucket)
                                                        .key("broken")
                                                        .checksumSHA256(
                                                                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
                                        RequestBody.fromString("rows")))
                .isInstanceOf(S3Exception.class);
        assertThat(archive.get("broken")).isEmpty();
        assertThat(put("broken", "rows")).isEqualTo(PutOutcome.CREATED);
    }
}
