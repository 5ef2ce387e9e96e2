package io.gapless.aws;

import io.gapless.archive.CheckpointDocument;
import io.gapless.archive.StorageRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/// The one table: string key `symbol`, a checkpoint per symbol, and marks under keys that no symbol
/// can have. All reads are strongly consistent.
final class DynamoTable {
    /// The key.
    static final String KEY = CheckpointDocument.SYMBOL;

    /// Most pages of one scan. A page holds 1 MB: hundreds of checkpoints as they usually are.
    static final int MAX_PAGES = 1_000;

    private final DynamoDbClient dynamoDb;
    private final String name;
    private final AwsErrors errors;

    DynamoTable(DynamoDbClient dynamoDb, String name) {
        this.dynamoDb = dynamoDb;
        this.name = name;
        this.errors = AwsErrors.ofTable(name, dynamoDb.serviceClientConfiguration().region().id());
    }

    /// The key of an item: a symbol, or a mark's.
    static String keyOf(Map<String, AttributeValue> item) {
        AttributeValue key = item.get(KEY);
        if (key == null || key.type() != AttributeValue.Type.S) {
            throw new IllegalStateException("an item without its key: " + item.keySet());
        }
        return key.s();
    }

    Optional<Map<String, AttributeValue>> get(String key) {
        try {
            return Optional.of(
                            dynamoDb.getItem(request ->
                                    request.tableName(name)
                                            .key(Map.of(KEY, AttributeValue.fromS(key)))
                                            .consistentRead(true)))
                    .filter(response -> response.hasItem())
                    .map(response -> response.item());
        } catch (SdkException e) {
            throw errors.of("read", key, e);
        }
    }

    /// Stores an item if the condition holds for what is stored under its key.
    ///
    /// @param names every attribute name that the condition uses, as `#name`: many words are reserved
    /// @return whether it was stored
    boolean put(
            Map<String, AttributeValue> item,
            String condition,
            List<String> names,
            Map<String, AttributeValue> values) {
        PutItemRequest.Builder request =
                PutItemRequest.builder().tableName(name).item(item).conditionExpression(condition);
        Map<String, String> placeholders = new HashMap<>();
        names.forEach(attribute -> placeholders.put("#" + attribute, attribute));
        request.expressionAttributeNames(placeholders);
        if (!values.isEmpty()) {
            request.expressionAttributeValues(values);
        }
        try {
            dynamoDb.putItem(request.build());
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw errors.of("write", keyOf(item), e);
        }
    }

    /// Every item, in no order.
    List<Map<String, AttributeValue>> scan() {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        Optional<Map<String, AttributeValue>> from = Optional.empty();
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            ScanResponse page = page(from);
            items.addAll(page.items());
            if (!page.hasLastEvaluatedKey() || page.lastEvaluatedKey().isEmpty()) {
                return items;
            }
            from = Optional.of(page.lastEvaluatedKey());
        }
        throw new StorageRefusedException(
                "scan table %s: more than %d pages of items. Is it the table of checkpoints?"
                        .formatted(name, MAX_PAGES),
                null);
    }

    private ScanResponse page(Optional<Map<String, AttributeValue>> from) {
        try {
            return dynamoDb.scan(request ->
                    request.tableName(name)
                            .consistentRead(true)
                            .applyMutation(r -> from.ifPresent(r::exclusiveStartKey)));
        } catch (SdkException e) {
            throw errors.of("scan", "all symbols", e);
        }
    }
}
