package io.gapless.listener.feed;

import io.gapless.trade.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Finds the index of a symbol from the bytes in a frame (UTF-8), without making a string of them.
final class SymbolTable {
    private static final int FREE = -1;

    private final byte[][] names;
    private final int[] indexes;
    private final int mask;

    /// @throws IllegalArgumentException when two symbols have the same name at the exchange
    SymbolTable(List<Symbol> symbols) {
        // At most a quarter full, so that a search ends after a step or two.
        int slots = Integer.highestOneBit(Math.max(1, symbols.size())) * 8;
        mask = slots - 1;
        names = new byte[slots][];
        indexes = new int[slots];
        Arrays.fill(indexes, FREE);
        for (int i = 0; i < symbols.size(); i++) {
            byte[] name = symbols.get(i).exchangeName().getBytes(StandardCharsets.UTF_8);
            int slot = slotOf(name, 0, name.length, hash(name));
            if (indexes[slot] != FREE) {
                throw new IllegalArgumentException(
                        "the symbol "
                                + symbols.get(i).exchangeName()
                                + " is in the list twice: one feed has it once");
            }
            names[slot] = name;
            indexes[slot] = i;
        }
    }

    /// Continues the hash of a name with its next byte; it starts with 0.
    static int hash(int soFar, byte next) {
        return 31 * soFar + next;
    }

    private static int hash(byte[] name) {
        int hash = 0;
        for (byte next : name) {
            hash = hash(hash, next);
        }
        return hash;
    }

    /// The index of the symbol with this name, or a negative number when it is none of the list.
    int indexOf(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return indexOf(bytes, 0, bytes.length, hash(bytes));
    }

    /// The index of the symbol whose name stands at `from` (included) to `to` (excluded), or a
    /// negative number when it is none of the list.
    int indexOf(byte[] text, int from, int to, int hash) {
        return indexes[slotOf(text, from, to, hash)];
    }

    private int slotOf(byte[] text, int from, int to, int hash) {
        int slot = (hash ^ hash >>> 15) & mask;
        while (indexes[slot] != FREE) {
            byte[] name = names[slot];
            if (Arrays.equals(name, 0, name.length, text, from, to)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
