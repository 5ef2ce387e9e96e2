package io.gapless.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.CheckpointsContract;
import io.gapless.archive.Marks;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.trade.Symbol;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoCheckpointsTest extends CheckpointsContract {
    private static final AwsClients ANOTHER_PROCESS =
            AwsClients.open(AwsSettings.from(AwsEmulators.env()));

    private final DynamoDbClient dynamoDb = AwsEmulators.clients().dynamoDb();
    private final String table = AwsEmulators.newTable();
    private final DynamoCheckpoints checkpoints = new DynamoCheckpoints(dynamoDb, table);

    @Override
    protected Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    protected Checkpoints checkpointsOfAnotherProcess() {
        return new DynamoCheckpoints(ANOTHER_PROCESS.dynamoDb(), table);
    }

    @Test
    void anItemReadsAsTheDesignSays() {
        write(SampleCheckpoints.everyField(BTCUSDT, 1));

        Map<String, AttributeValue> item = item("BTCUSDT");
        assertThat(item.keySet())
                .containsExactlyInAnyOrder(
                        "symbol",
                        "version",
                        "archived",
                        "claims",
                        "absent",
                        "followed",
                        "wanted",
                        "asked",
                        "deferred",
                        "ahead",
                        "headTime",
                        "updatedAt");
        assertThat(item.get("version").n()).isEqualTo("1");
        assertThat(item.get("archived").l().getLast().l())
                .extracting(AttributeValue::n)
                .containsExactly("1000", "3735683259");
        assertThat(item.get("claims").l().getFirst().m().keySet())
                .containsExactlyInAnyOrder("id", "key", "owner", "expires");
        assertThat(item.get("updatedAt").s()).isEqualTo("2026-01-01T12:34:56.789012Z");
    }

    @Test
    void marksAreNoCheckpoints() {
        DynamoMarks marks = new DynamoMarks(dynamoDb, table);
        marks.set(new Marks.Mark("ban/backfill", NOW, "429"), NOW);
        Checkpoint first = SampleCheckpoints.first(BTCUSDT);
        write(first);

        assertThat(checkpoints.all()).containsExactly(first);
        assertThatThrownBy(() -> Symbol.of(DynamoMarks.PREFIX + "ban"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anItemThatCannotBeReadIsRefusedBySymbolAndAttribute() {
        write(SampleCheckpoints.first(BTCUSDT));
        Map<String, AttributeValue> item = new HashMap<>(item("BTCUSDT"));
        item.put("archived", AttributeValue.fromS("[[1,9]]"));
        dynamoDb.putItem(r -> r.tableName(table).item(item));

        assertThatThrownBy(() -> checkpoints.read(BTCUSDT))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageStartingWith("checkpoint of BTCUSDT: \"archived\" should be");
        assertThatThrownBy(checkpoints::all).hasMessageStartingWith("checkpoint of BTCUSDT");
    }

    @Test
    void anAttributeOfAKindThatNoDocumentHoldsIsRefused() {
        write(SampleCheckpoints.first(BTCUSDT));
        Map<String, AttributeValue> item = new HashMap<>(item("BTCUSDT"));
        item.put("version", AttributeValue.fromN("1.5"));
        dynamoDb.putItem(r -> r.tableName(table).item(item));
        assertThatThrownBy(() -> checkpoints.read(BTCUSDT))
                .hasMessageContaining("\"version\" should be a whole number, but is 1.5");

        item.put("version", AttributeValue.fromBool(true));
        dynamoDb.putItem(r -> r.tableName(table).item(item));
        assertThatThrownBy(() -> checkpoints.read(BTCUSDT))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("\"version\" should be a whole number");
    }

    @Test
    void aTableThatIsThereIsFine() {
        checkpoints.check();
    }

    @Test
    void aMissingTableIsRefusedWithWhatToDo() {
        DynamoCheckpoints nowhere = new DynamoCheckpoints(dynamoDb, "no-such-table");
        String sentence =
                "there is no table no-such-table in us-east-1. Create it with the string key";

        assertThatThrownBy(nowhere::check)
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining(sentence);
        assertThatThrownBy(() -> nowhere.read(BTCUSDT))
                .hasMessageStartingWith("read table no-such-table, BTCUSDT: ")
                .hasMessageContaining(sentence);
        assertThatThrownBy(() -> nowhere.write(SampleCheckpoints.first(BTCUSDT)))
                .hasMessageStartingWith("write table no-such-table, BTCUSDT: ")
                .hasMessageContaining(sentence);
        assertThatThrownBy(nowhere::all).hasMessageContaining(sentence);
    }

    @Test
    void aTableWithAnotherKeyIsRefusedWithWhatToDo() {
        String other = AwsEmulators.newTable("id");

        assertThatThrownBy(() -> new DynamoCheckpoints(dynamoDb, other).check())
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("must have the string key \"symbol\" and no sort key");
    }

    private Map<String, AttributeValue> item(String symbol) {
        return dynamoDb.getItem(
                        r -> r.tableName(table).key(Map.of("symbol", AttributeValue.fromS(symbol))))
                .item();
    }
}
