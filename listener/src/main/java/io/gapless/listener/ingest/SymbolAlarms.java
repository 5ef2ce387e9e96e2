package io.gapless.listener.ingest;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Wanted;
import io.gapless.listener.ingest.IngestAction.Alarm;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;

/// What people are told of one symbol's ingest.
record SymbolAlarms(Symbol symbol) {
    Alarm restarted(long id, long time, long highest) {
        return new Alarm(
                Alarm.Kind.ID_SPACE_RESTARTED,
                symbol,
                "trade %d of %s came after %d: the exchange counts anew. Nothing more of %s is archived; follow it as %s"
                        .formatted(id, Trade.utc(time), highest, symbol, symbol.nextIdSpace()));
    }

    Alarm givenUp(TradeIdRange range) {
        return new Alarm(
                Alarm.Kind.TRADES_GIVEN_UP,
                symbol,
                "memory is full: %d trades, %s, dropped; the repair fetches them"
                        .formatted(range.size(), range));
    }

    Alarm absentAfterAll(Coverage ids) {
        return new Alarm(
                Alarm.Kind.ABSENT_AFTER_ALL,
                symbol,
                "trades %s were recorded as never having existed, and do exist".formatted(ids));
    }

    Alarm followedOn(Wanted.Ended ended) {
        return new Alarm(
                Alarm.Kind.ENDED_ELSEWHERE,
                symbol,
                "a listener with another list of symbols ended following %s with trade %d at %s, while this one archives it: it is followed on from there. All listeners need the same list"
                        .formatted(symbol, ended.lastId(), ended.at()));
    }

    Alarm tooFragmented(TradeIdRange waiting, Checkpoint known) {
        return new Alarm(
                Alarm.Kind.TOO_FRAGMENTED,
                symbol,
                "%s waits: the archive is in %d pieces; let the repair close gaps"
                        .formatted(waiting, known.archived().rangeCount()));
    }

    /// @param why names the object
    Alarm contradiction(String why) {
        return new Alarm(Alarm.Kind.CONTRADICTION, symbol, why);
    }
}
