package io.gapless.binance;

import java.time.Instant;
import java.util.function.Function;

/// What came of a request to the exchange.
///
/// @param <T> what was asked for
public sealed interface Reply<T> {
    /// The exchange answered.
    record Answered<T>(T value) implements Reply<T> {}

    /// The exchange, or the way to it, refused.
    record Refused<T>(Refusal refusal) implements Reply<T> {}

    /// The request was not sent: it would break a limit or a ban. Make it again at `until`; it will
    /// then be sent, or deferred again for what was learned in between.
    ///
    /// @param sentence for people: what is waited for
    record Deferred<T>(Instant until, Cause cause, String sentence) implements Reply<T> {}

    /// Why a request was not sent.
    enum Cause {
        /// The weight for this minute is used up.
        BUDGET,
        /// The exchange told this caller to stay away.
        BAN,
        /// The store that remembers bans does not answer, and was never read so far.
        BAN_UNKNOWN,
    }

    /// The same reply about something made of the answer.
    default <R> Reply<R> map(Function<? super T, ? extends R> change) {
        return then(value -> new Answered<>(change.apply(value)));
    }

    /// Goes on with the answer; a reply that is none stays what it is.
    default <R> Reply<R> then(Function<? super T, Reply<R>> next) {
        return switch (this) {
            case Answered<T> answered -> next.apply(answered.value());
            case Refused<T> refused -> new Refused<>(refused.refusal());
            case Deferred<T> deferred ->
                    new Deferred<>(deferred.until(), deferred.cause(), deferred.sentence());
        };
    }

    /// Whether the exchange refused because it does not know a symbol.
    default boolean isUnknownSymbol() {
        return this instanceof Refused<T> refused
                && refused.refusal() instanceof Refusal.UnknownSymbol;
    }
}
