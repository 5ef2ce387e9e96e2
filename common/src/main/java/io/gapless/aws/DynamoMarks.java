package io.gapless.aws;

import io.gapless.archive.Marks;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StoredTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Marks in the table of checkpoints, each an item of its own with the attributes `until` and `note`.
///
/// [#set] may return `false` for a mark that was set: when its first try took effect unseen, the
/// client's retry meets it. Whoever has to know finds its own note.
public final class DynamoMarks implements Marks {
    /// What the keys of marks begin with. No symbol holds a `#`.
    public static final String PREFIX = "mark#";

    private static final String UNTIL = "until";
    private static final String NOTE = "note";

    private final DynamoTable table;

    public DynamoMarks(DynamoDbClient dynamoDb, String table) {
        this.table = new DynamoTable(dynamoDb, table);
    }

    @Override
    public Optional<Mark> find(String name) {
        return table.get(PREFIX + name)
                .map(item -> new Mark(name, until(name, item), text(name, item, NOTE)));
    }

    @Override
    public boolean set(Mark mark, Instant endsBefore) {
        Map<String, AttributeValue> item =
                Map.of(
                        DynamoTable.KEY,
                        AttributeValue.fromS(PREFIX + mark.name()),
                        UNTIL,
                        AttributeValue.fromS(StoredTime.of(mark.until())),
                        NOTE,
                        AttributeValue.fromS(mark.note()));
        return table.put(
                item,
                "attribute_not_exists(#symbol) OR #until < :ends",
                List.of(DynamoTable.KEY, UNTIL),
                Map.of(":ends", AttributeValue.fromS(StoredTime.of(endsBefore))));
    }

    private static Instant until(String name, Map<String, AttributeValue> item) {
        try {
            return StoredTime.parse(text(name, item, UNTIL));
        } catch (DateTimeException e) {
            throw refusal(name, UNTIL, e);
        }
    }

    private static String text(String name, Map<String, AttributeValue> item, String attribute) {
        AttributeValue value = item.get(attribute);
        if (value == null || value.type() != AttributeValue.Type.S) {
            throw refusal(name, attribute, null);
        }
        return value.s();
    }

    private static StorageRefusedException refusal(
            String name, String attribute, @Nullable Throwable cause) {
        return new StorageRefusedException(
                "mark %s: attribute \"%s\" cannot be read. Delete the item %s%s, it is made anew when needed"
                        .formatted(name, attribute, PREFIX, name),
                cause);
    }
}
