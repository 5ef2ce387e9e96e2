package io.gapless.exchange.rest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// An HTTP reply.
///
/// @param status HTTP status
/// @param contentType media type
/// @param body bytes, shared, not to be changed
/// @param headers further headers
/// @param hold how long the reply is held back, wall clock
public record Reply(
        int status, String contentType, Body body, Map<String, String> headers, Duration hold) {

    /// Bytes that compare by identity: a body is written once and read once.
    public static final class Body {
        private final byte[] bytes;

        public Body(byte[] bytes) {
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes;
        }
    }

    private static final String JSON = "application/json;charset=UTF-8";
    private static final String HTML = "text/html";

    public static Reply json(int status, byte[] body) {
        return new Reply(status, JSON, new Body(body), Map.of(), Duration.ZERO);
    }

    public static Reply json(int status, String body) {
        return json(status, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply html(int status, String body) {
        return new Reply(
                status,
                HTML,
                new Body(body.getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                Duration.ZERO);
    }

    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, more, hold);
    }

    public Reply heldFor(Duration newHold) {
        return new Reply(status, contentType, body, headers, newHold);
    }
}
