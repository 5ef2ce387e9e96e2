package io.gapless.binance;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Decides what goes wrong with each request to a [TapeHistory]. A simulation draws its faults from
/// its own seed here.
@FunctionalInterface
public interface HistoryFaults {
    HistoryFaults NONE = _ -> HistoryFault.none();

    /// Called once per request, in their order.
    HistoryFault next(HistoryCall call);

    /// One fault per request, in this order, then none.
    static HistoryFaults inOrder(HistoryFault... faults) {
        Deque<HistoryFault> left = new ArrayDeque<>(Arrays.asList(faults));
        return _ -> left.isEmpty() ? HistoryFault.none() : left.remove();
    }
}
