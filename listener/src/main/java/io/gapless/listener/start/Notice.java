package io.gapless.listener.start;

import io.gapless.trade.Symbol;
import java.util.Optional;

/// Something that a start has found or done and that people should know.
///
/// @param symbol what it is about; empty when it is about all
/// @param sentence what happened, and what to do if anything
public record Notice(Kind kind, Optional<Symbol> symbol, String sentence) {
    public enum Kind {
        /// A symbol is followed from now on.
        FOLLOWED(false),
        /// A symbol is not configured any more; following it has ended.
        ENDED(false),
        /// A symbol is configured that the exchange does not know any more; following it has ended.
        DELISTED(true),
        /// The exchange has begun to count a symbol's ids anew; it is left out.
        ID_SPACE_RESTARTED(true),
        /// Pairs of a quote currency that cannot be archived under the names they have.
        UNUSABLE_NAME(true),
        /// The exchange could not be asked. Every symbol was checked at an earlier start.
        NOT_CHECKED(true);

        private final boolean alarm;

        Kind(boolean alarm) {
            this.alarm = alarm;
        }

        /// Whether somebody should look.
        public boolean isAlarm() {
            return alarm;
        }
    }

    static Notice of(Kind kind, Symbol symbol, String sentence) {
        return new Notice(kind, Optional.of(symbol), sentence);
    }
}
