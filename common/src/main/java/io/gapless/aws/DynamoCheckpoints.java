package io.gapless.aws;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointDocument;
import io.gapless.archive.Checkpoints;
import io.gapless.trade.Symbol;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Checkpoints in a DynamoDB table with the string key `symbol`: one item each, whose attributes are
/// the fields of its [CheckpointDocument]. Items under keys that begin with [DynamoMarks#PREFIX] are
/// none and are left out.
///
/// [#write] may return `false` for a write that was stored: when its first try took effect unseen, the
/// client's retry meets the version that it wrote itself. Whoever is refused reads again and finds its
/// own claim, as after any lost reply.
public final class DynamoCheckpoints implements Checkpoints {
    private static final String VERSION = CheckpointDocument.VERSION;

    private final DynamoTable table;

    public DynamoCheckpoints(DynamoDbClient dynamoDb, String table) {
        this.table = new DynamoTable(dynamoDb, table);
    }

    /// Asks whether the table is there, has the right key and may be read.
    ///
    /// @throws io.gapless.archive.StorageRefusedException saying what to do if not
    public void check() {
        table.get(DynamoMarks.PREFIX + "check");
    }

    @Override
    public Optional<Checkpoint> read(Symbol symbol) {
        return table.get(symbol.toString()).map(DynamoCheckpoints::checkpoint);
    }

    @Override
    public boolean write(Checkpoint next) {
        Checkpoints.requireStorable(next);
        Map<String, AttributeValue> item = DynamoItems.item(CheckpointDocument.of(next));
        if (next.version() == 1) {
            return table.put(
                    item, "attribute_not_exists(#symbol)", List.of(DynamoTable.KEY), Map.of());
        }
        AttributeValue before = AttributeValue.fromN(Long.toString(next.version() - 1));
        return table.put(item, "#version = :before", List.of(VERSION), Map.of(":before", before));
    }

    @Override
    public List<Checkpoint> all() {
        return table.scan().stream()
                .filter(item -> !DynamoTable.keyOf(item).startsWith(DynamoMarks.PREFIX))
                .map(DynamoCheckpoints::checkpoint)
                .sorted(Comparator.comparing(Checkpoint::symbol))
                .toList();
    }

    private static Checkpoint checkpoint(Map<String, AttributeValue> item) {
        return CheckpointDocument.read(DynamoItems.document(item));
    }
}
