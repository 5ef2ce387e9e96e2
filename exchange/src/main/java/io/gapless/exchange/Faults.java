package io.gapless.exchange;

import io.gapless.exchange.fault.Fault;

/// Fault control from code: the same as `POST` and `DELETE /control/faults`. Calls may come from any thread and return when the fault is in force.
public interface Faults {

    /// Puts a fault into force at once.
    ///
    /// @throws java.util.NoSuchElementException when the exchange has no such symbol
    /// @throws UnsupportedOperationException when the tape cannot do it (a burst of a recording)
    void inject(Fault fault);

    /// Ends every fault that can be ended: ids never issued, restarted id spaces, bursts and clock jumps are part of the market and stay.
    void clear();
}
