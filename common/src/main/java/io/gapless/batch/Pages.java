package io.gapless.batch;

import org.apache.parquet.format.Encoding;

/// One way to write a column: its data page, and the dictionary page that this one refers to, if any.
/// Not compressed yet.
final class Pages {
    /// What a dictionary page costs beside its bytes: its header, and its offset in the footer.
    private static final int DICTIONARY_COST = 17;

    private final byte[] dictionary;
    private final int dictionarySize;
    private final byte[] data;
    private final Encoding encoding;

    private Pages(byte[] dictionary, int dictionarySize, byte[] data, Encoding encoding) {
        this.dictionary = dictionary;
        this.dictionarySize = dictionarySize;
        this.data = data;
        this.encoding = encoding;
    }

    static Pages plain(ByteBuilder data, Encoding encoding) {
        return new Pages(new byte[0], 0, data.toBytes(), encoding);
    }

    static Pages withDictionary(ByteBuilder dictionary, int dictionarySize, ByteBuilder data) {
        return new Pages(
                dictionary.toBytes(), dictionarySize, data.toBytes(), Encoding.RLE_DICTIONARY);
    }

    boolean hasDictionary() {
        return dictionarySize > 0;
    }

    /// The dictionary's values in [Encoding#PLAIN].
    byte[] dictionary() {
        return dictionary;
    }

    int dictionarySize() {
        return dictionarySize;
    }

    byte[] data() {
        return data;
    }

    Encoding encoding() {
        return encoding;
    }

    /// About how many bytes of the object these pages will take.
    int cost(Zstandard zstd) {
        return zstd.estimate(data)
                + (hasDictionary() ? zstd.estimate(dictionary) + DICTIONARY_COST : 0);
    }
}
