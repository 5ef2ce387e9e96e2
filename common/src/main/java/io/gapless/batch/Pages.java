package io.gapless.batch;

import org.apache.parquet.format.Encoding;

/// One way to write a column: its data page, and the dictionary page that this one refers to, if any.
/// Not compressed yet. Filled again and again, so that the memory is taken only once per object.
final class Pages {
    private final ByteBuilder dictionary = new ByteBuilder(0);
    private final ByteBuilder data;
    private int dictionarySize;
    private Encoding encoding = Encoding.PLAIN;

    /// @param rows how many values it will have at most
    Pages(int rows) {
        data = new ByteBuilder(rows * BatchColumn.DECIMAL_BYTES);
    }

    /// Forgets what was in it.
    void start(Encoding next) {
        dictionary.clear();
        data.clear();
        dictionarySize = 0;
        encoding = next;
    }

    void setDictionarySize(int size) {
        dictionarySize = size;
    }

    boolean hasDictionary() {
        return dictionarySize > 0;
    }

    /// The dictionary's values in [Encoding#PLAIN].
    ByteBuilder dictionary() {
        return dictionary;
    }

    int dictionarySize() {
        return dictionarySize;
    }

    ByteBuilder data() {
        return data;
    }

    Encoding encoding() {
        return encoding;
    }
}
