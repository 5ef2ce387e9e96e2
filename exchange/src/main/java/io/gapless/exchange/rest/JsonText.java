package io.gapless.exchange.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gapless.exchange.tape.Fixed8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes JSON bodies.
public final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_BYTES = 1 << 12;

    /// Writes to a generator.
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    private JsonText() {}

    /// The bytes of what `writer` writes.
    public static byte[] of(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            writer.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /// A decimal as Binance writes it: text with eight decimals.
    public static void decimal(JsonGenerator json, String name, long value) throws IOException {
        json.writeStringField(name, value < 0 ? "-" + Fixed8.format(-value) : Fixed8.format(value));
    }
}
