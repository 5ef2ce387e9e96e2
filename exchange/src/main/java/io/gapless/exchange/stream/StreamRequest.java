package io.gapless.exchange.stream;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the URL of a handshake asks for.
///
/// @param combined whether frames are wrapped in `{"stream":…,"data":…}`
/// @param micros whether times are in µs
/// @param streams names as given, in order, without doubles
public record StreamRequest(boolean combined, boolean micros, List<String> streams) {

    /// Reads `/ws`, `/ws/<name>/<name>`, `/stream` and `/stream?streams=<name>/<name>`, URL-encoded or not, with `timeUnit=MICROSECOND` or
    /// `microsecond`, also `MILLISECOND`. Empty when the target is no such path or has another time unit.
    public static Optional<StreamRequest> parse(String target) {
        QueryStringDecoder url = new QueryStringDecoder(target);
        String path = url.path();
        String unit = first(url, "timeUnit").orElse("MILLISECOND");
        boolean micros = unit.equals("MICROSECOND") || unit.equals("microsecond");
        if (!micros && !unit.equals("MILLISECOND") && !unit.equals("millisecond")) {
            return Optional.empty();
        }
        if (path.equals("/stream") || path.equals("/stream/")) {
            return Optional.of(
                    new StreamRequest(true, micros, names(first(url, "streams").orElse(""))));
        }
        if (path.equals("/ws") || path.startsWith("/ws/")) {
            return Optional.of(
                    new StreamRequest(false, micros, names(path.substring("/ws".length()))));
        }
        return Optional.empty();
    }

    /// Whether the target is a path of the streams at all.
    public static boolean isStreamPath(String target) {
        String path = new QueryStringDecoder(target).path();
        return path.equals("/ws") || path.startsWith("/ws/") || path.startsWith("/stream");
    }

    private static Optional<String> first(QueryStringDecoder url, String name) {
        List<String> values = url.parameters().getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    private static List<String> names(String slashed) {
        return Arrays.stream(slashed.split("/", -1))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }
}
