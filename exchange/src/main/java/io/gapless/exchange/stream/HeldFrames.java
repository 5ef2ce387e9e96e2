package io.gapless.exchange.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Frames of one connection that are held back until later ones of their symbol have been sent.
final class HeldFrames {

    /// More than any reordering needs; beyond it a frame is sent in its place.
    static final int MOST_HELD = 100_000;

    private static final class Held {
        private final byte[] frame;
        private int behind;

        Held(byte[] frame, int behind) {
            this.frame = frame;
            this.behind = behind;
        }
    }

    private final Map<String, List<Held>> bySymbol = new HashMap<>();

    /// Holds a frame back.
    ///
    /// @return whether there was room for it
    boolean hold(String symbol, byte[] frame, int behind) {
        List<Held> held = bySymbol.computeIfAbsent(symbol, _ -> new ArrayList<>());
        return held.size() < MOST_HELD && held.add(new Held(frame, behind));
    }

    /// Counts one frame sent and lets those go that have waited for it.
    void passed(String symbol, Consumer<byte[]> sender) {
        List<Held> held = bySymbol.get(symbol);
        if (held != null) {
            for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
                Held next = each.next();
                if (--next.behind <= 0) {
                    each.remove();
                    sender.accept(next.frame);
                }
            }
        }
    }

    /// Lets all go.
    void release(Consumer<byte[]> sender) {
        bySymbol.values().forEach(held -> held.forEach(each -> sender.accept(each.frame)));
        bySymbol.clear();
    }
}
