package io.gapless.seal;

import io.gapless.trade.Trade;
import java.util.List;

/// What came of sealing one day.
public sealed interface SealOutcome {
    /// It is sealed, and there is a new certificate of it.
    ///
    /// @param conflicts the first rows of the dump that contradict archived ones, whose ids the certificate has
    record Certified(Certificate certificate, List<Conflict> conflicts) implements SealOutcome {
        public Certified {
            conflicts = List.copyOf(conflicts);
        }
    }

    /// A published row that contradicts the archived one. The archive keeps what it has; people decide.
    record Conflict(Trade archived, Trade published) {
        @Override
        public String toString() {
            return "%d: the archive has %s, and the dump says %s"
                    .formatted(archived.id(), archived, published);
        }
    }

    /// It was sealed before, and its certificate still says what is there.
    record Unchanged(Certificate certificate) implements SealOutcome {}

    /// There are no trades of that date.
    record Nothing() implements SealOutcome {}

    /// It cannot be sealed yet.
    ///
    /// @param why for people
    record NotYet(String why) implements SealOutcome {}

    /// Something is not as it must be; it will not pass by itself.
    ///
    /// @param problem a sentence that names the object or the ids
    record Wrong(String problem) implements SealOutcome {}
}
