package io.gapless.exchange.stream;

import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.tape.Draws;
import java.util.ArrayList;
import java.util.List;

/// The frame faults in force, and what they mean for one frame. Decisions are hashes of seed, fault, symbol and id (and of the connection where
/// the fault names one), so that the same run goes wrong the same way.
final class FrameFaults {

    /// More faults at once than any experiment needs.
    static final int MOST_FAULTS = 1_000;

    private final long seed;
    private final List<Fault.OfFrames> faults = new ArrayList<>();

    FrameFaults(long seed) {
        this.seed = seed;
    }

    void add(Fault.OfFrames fault) {
        if (faults.size() == MOST_FAULTS) {
            throw new IllegalStateException("more than " + MOST_FAULTS + " frame faults at once");
        }
        faults.add(fault);
    }

    void clear() {
        faults.clear();
    }

    boolean none() {
        return faults.isEmpty();
    }

    /// How often the frame is sent: 0 when it is lost.
    int copies(String symbol, long id, int connection) {
        int copies = 1;
        for (int i = 0; i < faults.size(); i++) {
            Fault.OfFrames fault = faults.get(i);
            if (fault.scope().covers(symbol, connection)) {
                copies =
                        switch (fault) {
                            case Fault.DropFrames drop ->
                                    hit(i, fault, symbol, id, drop.probability()) ? 0 : copies;
                            case Fault.DropIds drop -> drop.ids().contains(id) ? 0 : copies;
                            case Fault.Stall _ -> 0;
                            case Fault.DuplicateFrames duplicate ->
                                    hit(i, fault, symbol, id, duplicate.probability())
                                            ? 2 * copies
                                            : copies;
                            case Fault.ReorderFrames _ -> copies;
                        };
            }
        }
        return copies;
    }

    /// Behind how many later frames of its symbol the frame is sent: 0 when it is in its place.
    int heldBehind(String symbol, long id, int connection) {
        int held = 0;
        for (int i = 0; i < faults.size(); i++) {
            if (faults.get(i) instanceof Fault.ReorderFrames reorder
                    && reorder.scope().covers(symbol, connection)
                    && hit(i, reorder, symbol, id, reorder.probability())) {
                held = Math.max(held, reorder.distance());
            }
        }
        return held;
    }

    private boolean hit(int fault, Fault.OfFrames of, String symbol, long id, double probability) {
        long place = Draws.hash(seed + fault, symbol) + of.scope().connection().orElse(0);
        return Draws.fraction(Draws.hash(place, id)) < probability;
    }
}
