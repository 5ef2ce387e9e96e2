package io.gapless.listener.feed;

import io.gapless.trade.Symbol;
import java.util.Arrays;
import java.util.List;

/// Finds the index of a symbol from the characters in a frame, without making a string of them.
final class SymbolTable {
    private static final int FREE = -1;

    private final String[] names;
    private final int[] indexes;
    private final int mask;

    /// @throws IllegalArgumentException when two symbols have the same name at the exchange
    SymbolTable(List<Symbol> symbols) {
        // At most a quarter full, so that a search ends after a step or two.
        int slots = Integer.highestOneBit(Math.max(1, symbols.size())) * 8;
        mask = slots - 1;
        names = new String[slots];
        indexes = new int[slots];
        Arrays.fill(indexes, FREE);
        for (int i = 0; i < symbols.size(); i++) {
            String name = symbols.get(i).exchangeName();
            int slot = slotOf(name, 0, name.length(), hash(name));
            if (indexes[slot] != FREE) {
                throw new IllegalArgumentException(
                        "the symbol " + name + " is in the list twice: one feed has it once");
            }
            names[slot] = name;
            indexes[slot] = i;
        }
    }

    /// Continues the hash of a name with its next character; it starts with 0.
    static int hash(int soFar, char next) {
        return 31 * soFar + next;
    }

    static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash(hash, name.charAt(i));
        }
        return hash;
    }

    /// The index of the symbol whose name stands at `from` (included) to `to` (excluded), or a
    /// negative number when it is none of the list.
    int indexOf(String text, int from, int to, int hash) {
        return indexes[slotOf(text, from, to, hash)];
    }

    private int slotOf(String text, int from, int to, int hash) {
        int slot = (hash ^ hash >>> 15) & mask;
        while (indexes[slot] != FREE) {
            String name = names[slot];
            if (name.length() == to - from && text.startsWith(name, from)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
