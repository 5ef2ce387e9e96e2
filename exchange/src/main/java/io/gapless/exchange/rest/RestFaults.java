package io.gapless.exchange.rest;

import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.tape.Trade;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/// The REST faults in force.
final class RestFaults {

    /// More faults at once than any experiment needs.
    static final int MOST_FAULTS = 1_000;

    private static final class Remaining<F extends Fault> {
        private final F fault;
        private int left;

        Remaining(F fault, int left) {
            this.fault = fault;
            this.left = left;
        }
    }

    private final Duration usualLag;
    private final Deque<Remaining<Fault.OfRest>> calls = new ArrayDeque<>();
    private final List<Remaining<Fault.FlawedPages>> pages = new ArrayList<>();
    private final Map<String, List<Trade>> served = new HashMap<>();
    private Duration lag;
    private Duration delay = Duration.ZERO;

    RestFaults(Duration usualLag) {
        this.usualLag = usualLag;
        lag = usualLag;
    }

    long lagMicros() {
        return lag.toNanos() / 1_000;
    }

    void lag(Duration newLag) {
        lag = newLag;
    }

    void delay(Duration newDelay) {
        delay = newDelay;
    }

    /// The reply, held back as long as the way takes.
    Reply delayed(Reply reply) {
        return delay.isZero() ? reply : reply.heldFor(reply.hold().plus(delay));
    }

    void refuse(Fault.RefuseCalls refusal) {
        add(new Remaining<>(refusal, refusal.calls()));
    }

    void timeOut(Fault.TimeOutCalls timeOut) {
        add(new Remaining<>(timeOut, timeOut.calls()));
    }

    void flaw(Fault.FlawedPages flaw) {
        if (pages.size() == MOST_FAULTS) {
            throw new IllegalStateException("more than " + MOST_FAULTS + " page faults at once");
        }
        pages.add(new Remaining<>(flaw, flaw.pages()));
    }

    void clear() {
        calls.clear();
        pages.clear();
        lag = usualLag;
        delay = Duration.ZERO;
    }

    /// The fault of the next call, if any: in the order in which they were injected.
    Optional<Fault.OfRest> nextCall() {
        Remaining<Fault.OfRest> next = calls.peekFirst();
        if (next == null) {
            return Optional.empty();
        }
        if (--next.left == 0) {
            calls.removeFirst();
        }
        return Optional.of(next.fault);
    }

    /// The page as it is served: as asked for, or spoilt.
    ///
    /// @param pageFrom the page that starts at an id
    List<Trade> flawed(String symbol, List<Trade> rows, LongFunction<List<Trade>> pageFrom) {
        List<Trade> page = rows;
        for (Iterator<Remaining<Fault.FlawedPages>> each = pages.iterator(); each.hasNext(); ) {
            Remaining<Fault.FlawedPages> next = each.next();
            if (next.fault.symbol().map(symbol::equals).orElse(true)) {
                page = spoilt(next.fault, symbol, rows, pageFrom);
                if (--next.left == 0) {
                    each.remove();
                }
                break;
            }
        }
        served.put(symbol, page);
        return page;
    }

    private List<Trade> spoilt(
            Fault.FlawedPages flaw,
            String symbol,
            List<Trade> rows,
            LongFunction<List<Trade>> pageFrom) {
        return switch (flaw.flaw()) {
            case LATE -> rows.isEmpty() ? rows : pageFrom.apply(rows.getFirst().id() + flaw.rows());
            case SHORT -> rows.subList(0, Math.min(flaw.rows(), rows.size()));
            case EMPTY -> List.of();
            case REPEATED -> served.getOrDefault(symbol, rows);
        };
    }

    private void add(Remaining<Fault.OfRest> fault) {
        if (calls.size() == MOST_FAULTS) {
            throw new IllegalStateException("more than " + MOST_FAULTS + " call faults at once");
        }
        calls.addLast(fault);
    }
}
