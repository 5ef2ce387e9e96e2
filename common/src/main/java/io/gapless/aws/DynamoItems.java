package io.gapless.aws;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Documents of maps, lists, strings and longs as DynamoDB items, and back.
final class DynamoItems {
    private DynamoItems() {}

    static Map<String, AttributeValue> item(Map<String, ?> document) {
        Map<String, AttributeValue> item = new HashMap<>();
        document.forEach((name, value) -> item.put(name, attribute(value)));
        return item;
    }

    /// What no document can hold stays what it is, for the reader of the document to refuse by name.
    static Map<String, Object> document(Map<String, AttributeValue> item) {
        Map<String, Object> document = new HashMap<>();
        item.forEach((name, attribute) -> document.put(name, value(attribute)));
        return document;
    }

    private static AttributeValue attribute(@Nullable Object value) {
        return switch (value) {
            case String text -> AttributeValue.fromS(text);
            case Long number -> AttributeValue.fromN(number.toString());
            case List<?> list ->
                    AttributeValue.fromL(list.stream().map(DynamoItems::attribute).toList());
            case Map<?, ?> map -> {
                Map<String, AttributeValue> nested = new HashMap<>();
                map.forEach((name, field) -> nested.put(String.valueOf(name), attribute(field)));
                yield AttributeValue.fromM(nested);
            }
            case null, default ->
                    throw new IllegalArgumentException("a document cannot hold " + value);
        };
    }

    private static Object value(AttributeValue attribute) {
        return switch (attribute.type()) {
            case S -> attribute.s();
            case N -> number(attribute.n());
            case L -> attribute.l().stream().map(DynamoItems::value).toList();
            case M -> document(attribute.m());
            case B, SS, NS, BS, BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> attribute;
        };
    }

    private static Object number(String text) {
        BigDecimal number = new BigDecimal(text);
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return number;
        }
    }
}
