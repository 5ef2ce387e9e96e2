package io.gapless.listener.start;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.HighestId;
import io.gapless.binance.ExchangeInfo;
import io.gapless.binance.LastIds;
import io.gapless.binance.Refusal;
import io.gapless.binance.Reply;
import io.gapless.binance.TradeHistory;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a start needs to know of the exchange.
final class ExchangeView {
    private final TradeHistory history;
    private final Patience patience;

    ExchangeView(TradeHistory history, Patience patience) {
        this.history = history;
        this.patience = patience;
    }

    /// Those of the names that it lists.
    ///
    /// @throws NotAnswered when it does not tell
    ExchangeInfo listed(Set<String> exchangeNames) throws NotAnswered, InterruptedException {
        return answer(patience.ask(() -> history.symbols(exchangeNames)));
    }

    /// How far it has counted, for those of the names that it knows.
    LastIds lastIds(Set<String> exchangeNames) throws NotAnswered, InterruptedException {
        return answer(patience.ask(() -> history.lastIds(exchangeNames)));
    }

    /// The highest id of a symbol so far; empty when it has never traded.
    OptionalLong lastId(Symbol symbol, LastIds known) throws NotAnswered, InterruptedException {
        Optional<Long> today = known.lastId(symbol.exchangeName());
        return today.isPresent()
                ? OptionalLong.of(today.get())
                : newest(symbol).map(t -> OptionalLong.of(t.id())).orElse(OptionalLong.empty());
    }

    /// Whether it has begun to count anew since the checkpoint's highest id was traded.
    ///
    /// A last id below the archive's is not enough: what tells it may lag behind the stream, from
    /// which the archive is made. A later trade under a lower id is.
    boolean hasRestarted(Checkpoint checkpoint, OptionalLong lastId)
            throws NotAnswered, InterruptedException {
        HighestId archived = HighestId.stored(checkpoint);
        if (archived.id() < 0 || (lastId.isPresent() && lastId.getAsLong() >= archived.id())) {
            return false;
        }
        Optional<Trade> newest = newest(checkpoint.symbol());
        return newest.isEmpty()
                || archived.isContradictedBy(newest.get().id(), newest.get().time());
    }

    private Optional<Trade> newest(Symbol symbol) throws NotAnswered, InterruptedException {
        TradeColumns rows = answer(patience.ask(() -> history.newest(symbol, 1)));
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.trade(rows.size() - 1));
    }

    private static <T> T answer(Reply<T> reply) throws NotAnswered {
        return switch (reply) {
            case Reply.Answered<T>(var value) -> value;
            case Reply.Refused<T>(var refusal) ->
                    throw new NotAnswered(
                            refusal.sentence(), refusal instanceof Refusal.RegionBlocked);
            case Reply.Deferred<T>(var _, var _, var sentence) ->
                    throw new NotAnswered(sentence, false);
        };
    }

    /// The exchange did not tell.
    static final class NotAnswered extends Exception {
        private final boolean forGood;

        /// @param forGood whether it never will, from here
        NotAnswered(String sentence, boolean forGood) {
            super(sentence);
            this.forGood = forGood;
        }

        boolean isForGood() {
            return forGood;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }
}
