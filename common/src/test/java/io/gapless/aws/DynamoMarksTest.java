package io.gapless.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Marks;
import io.gapless.archive.MarksContract;
import io.gapless.archive.StorageRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoMarksTest extends MarksContract {
    private static final AwsClients ANOTHER_PROCESS =
            AwsClients.open(AwsSettings.from(AwsEmulators.env()));

    private final DynamoDbClient dynamoDb = AwsEmulators.clients().dynamoDb();
    private final String table = AwsEmulators.newTable();
    private final DynamoMarks marks = new DynamoMarks(dynamoDb, table);

    @Override
    protected Marks marks() {
        return marks;
    }

    @Override
    protected Marks marksOfAnotherProcess() {
        return new DynamoMarks(ANOTHER_PROCESS.dynamoDb(), table);
    }

    @Test
    void aMarkThatCannotBeReadIsRefusedByName() {
        dynamoDb.putItem(r ->
                r.tableName(table)
                        .item(
                                Map.of(
                                        "symbol", AttributeValue.fromS("mark#run"),
                                        "until", AttributeValue.fromS("tomorrow"),
                                        "note", AttributeValue.fromS(""))));

        assertThatThrownBy(() -> marks.find("run"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("mark run: attribute \"until\"");
    }
}
