package io.gapless.exchange.stream;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Answers the JSON requests of clients: SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY, GET_PROPERTY. Unknown stream names
/// are acknowledged like any other and stay silent.
final class ClientRequests {

    /// Changes the subscriptions of a connection.
    interface Subscriptions {
        /// @return false when that would be more streams than a connection may have
        boolean subscribe(StreamConnection connection, List<String> names);

        void unsubscribe(StreamConnection connection, List<String> names);
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TEXT_ID = Pattern.compile("[A-Za-z0-9]{1,36}");
    private static final int INVALID_REQUEST = 2;
    private static final int INVALID_JSON = 3;
    private static final int TOO_MANY_SUBSCRIPTIONS = 4;

    private final Subscriptions subscriptions;
    private final StreamLimits limits;

    ClientRequests(Subscriptions subscriptions, StreamLimits limits) {
        this.subscriptions = subscriptions;
        this.limits = limits;
    }

    void answer(StreamConnection connection, String text) {
        JsonNode request;
        try {
            request = JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            JsonLocation at = malformed.getLocation();
            error(
                    connection,
                    INVALID_JSON,
                    "Invalid JSON: expected value at line %d column %d"
                            .formatted(at.getLineNr(), at.getColumnNr()),
                    NullNode.instance);
            return;
        }
        JsonNode id = request.path("id");
        if (!validId(id)) {
            error(
                    connection,
                    INVALID_REQUEST,
                    "Invalid request: request ID must be an unsigned integer",
                    NullNode.instance);
        } else if (!request.path("method").isTextual()) {
            error(connection, INVALID_REQUEST, "Invalid request: missing field `method`", id);
        } else {
            perform(connection, request.path("method").textValue(), request.path("params"), id);
        }
    }

    private void perform(StreamConnection connection, String method, JsonNode params, JsonNode id) {
        switch (method) {
            case "SUBSCRIBE" -> {
                List<String> names = names(connection, params, id);
                if (!names.isEmpty()) {
                    if (subscriptions.subscribe(connection, names)) {
                        result(connection, NullNode.instance, id);
                    } else {
                        refuseStreams(connection, id);
                    }
                }
            }
            case "UNSUBSCRIBE" -> {
                List<String> names = names(connection, params, id);
                if (!names.isEmpty()) {
                    subscriptions.unsubscribe(connection, names);
                    result(connection, NullNode.instance, id);
                }
            }
            case "LIST_SUBSCRIPTIONS" ->
                    result(connection, JSON.valueToTree(connection.streams()), id);
            case "SET_PROPERTY" -> setProperty(connection, params, id);
            case "GET_PROPERTY" -> getProperty(connection, params, id);
            default ->
                    error(
                            connection,
                            INVALID_REQUEST,
                            ("Invalid request: unknown variant `%s`, expected one of `SUBSCRIBE`,"
                                            + " `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`,"
                                            + " `GET_PROPERTY`")
                                    .formatted(method),
                            id);
        }
    }

    /// Error code 4, then close 1008: all streams of the connection are lost.
    void refuseStreams(StreamConnection connection, JsonNode id) {
        error(connection, TOO_MANY_SUBSCRIPTIONS, "Too many subscriptions", id);
        connection.flush();
        connection.close(StreamConnection.POLICY_VIOLATION, "Too many subscriptions");
    }

    private void setProperty(StreamConnection connection, JsonNode params, JsonNode id) {
        if (isCombined(connection, params, 2, id)) {
            if (params.get(1).isBoolean()) {
                connection.combine(params.get(1).booleanValue());
                result(connection, NullNode.instance, id);
            } else {
                error(connection, 1, "Invalid value type: expected Boolean", id);
            }
        }
    }

    private void getProperty(StreamConnection connection, JsonNode params, JsonNode id) {
        if (isCombined(connection, params, 1, id)) {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            result(connection, nodes.booleanNode(connection.combined()), id);
        }
    }

    private boolean isCombined(
            StreamConnection connection, JsonNode params, int expected, JsonNode id) {
        if (params.size() > expected) {
            error(connection, INVALID_REQUEST, "Invalid request: too many parameters", id);
        } else if (params.size() < expected || !params.get(0).isTextual()) {
            error(
                    connection,
                    INVALID_REQUEST,
                    "Invalid request: property name must be a string",
                    id);
        } else if (!params.get(0).textValue().equals("combined")) {
            error(connection, 0, "Unknown property", id);
        } else {
            return true;
        }
        return false;
    }

    /// The names in `params`; empty, and the error sent, when they are no names.
    private List<String> names(StreamConnection connection, JsonNode params, JsonNode id) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : params) {
            if (name.isTextual() && !name.textValue().isEmpty()) {
                names.add(name.textValue());
            }
        }
        if (!params.isArray() || names.isEmpty() || names.size() < params.size()) {
            error(connection, INVALID_REQUEST, "Invalid request: invalid stream", id);
            return List.of();
        }
        return names;
    }

    private static boolean validId(JsonNode id) {
        return id.isMissingNode()
                || id.isNull()
                || (id.isIntegralNumber() && id.canConvertToLong())
                || (id.isTextual() && TEXT_ID.matcher(id.textValue()).matches());
    }

    private static void result(StreamConnection connection, JsonNode result, JsonNode id) {
        ObjectNode reply = JSON.createObjectNode();
        reply.set("result", result);
        connection.text(withId(reply, id));
    }

    private void error(StreamConnection connection, int code, String message, JsonNode id) {
        ObjectNode error = JSON.createObjectNode().put("code", code).put("msg", message);
        ObjectNode reply = error;
        if (limits.errors() == StreamLimits.ErrorShape.WRAPPED) {
            reply = JSON.createObjectNode();
            reply.set("error", error);
        }
        connection.text(withId(reply, id));
    }

    private static String withId(ObjectNode reply, JsonNode id) {
        reply.set("id", id.isMissingNode() ? NullNode.instance : id);
        return reply.toString();
    }
}
