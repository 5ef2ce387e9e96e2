package io.gapless.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/// A [CheckpointDocument] as one line of JSON.
public final class CheckpointJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
    private static final ObjectWriter WRITER = MAPPER.writer();
    private static final ObjectReader READER =
            MAPPER.readerFor(new TypeReference<Map<String, Object>>() {});

    private CheckpointJson() {}

    public static String write(Checkpoint checkpoint) {
        try {
            return WRITER.writeValueAsString(CheckpointDocument.of(checkpoint));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, strings and longs are always JSON", e);
        }
    }

    /// @param where where the text was found, for the message
    /// @throws StorageRefusedException when it is no checkpoint
    public static Checkpoint read(String json, String where) {
        Map<String, Object> document;
        try {
            document = READER.readValue(json);
        } catch (JsonProcessingException e) {
            throw new StorageRefusedException(
                    where
                            + " cannot be read as JSON: "
                            + DocumentFields.quoted(e.getOriginalMessage())
                            + ". Stop all writers and make the checkpoint anew from the archive with `gapless rebuild`",
                    e);
        }
        return CheckpointDocument.read(document);
    }
}
