package io.gapless.simulation;

import io.gapless.listener.ListenerSettings;
import io.gapless.listener.ingest.IngestSettings;
import io.gapless.listener.metrics.ListenerMetric;
import io.gapless.listener.metrics.Measurements;
import io.gapless.trade.Trade;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// What can be done wrong with trades and processes.
enum ProgramMistake implements Mistake {
    /// What has arrived and was not looked at yet is lost at SIGTERM.
    LOSES_WHAT_IT_HOLDS_AT_SIGTERM("has stopped in good order and left") {
        @Override
        public boolean losesAtStop() {
            return true;
        }
    },
    /// Prices as floating point numbers.
    ROUNDS_PRICES("is stored, and") {
        @Override
        public Trade received(Trade t) {
            return new Trade(
                    t.id(),
                    (long) (float) t.price(),
                    t.quantity(),
                    t.time(),
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    t.eventTime(),
                    t.receivedAt(),
                    t.source());
        }
    },
    /// The time of receipt as the time of the trade.
    TAKES_THE_TIME_OF_RECEIPT("is stored, and") {
        @Override
        public Trade received(Trade t) {
            return new Trade(
                    t.id(),
                    t.price(),
                    t.quantity(),
                    t.receivedAt(),
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    t.eventTime(),
                    t.receivedAt(),
                    t.source());
        }
    },
    /// The stream tells microseconds, and somebody keeps milliseconds.
    CUTS_TIMES_TO_MILLISECONDS("is stored, and") {
        @Override
        public Trade received(Trade t) {
            return new Trade(
                    t.id(),
                    t.price(),
                    t.quantity(),
                    t.time() / 1_000 * 1_000,
                    t.buyerIsMaker(),
                    t.bestMatch(),
                    t.eventTime(),
                    t.receivedAt(),
                    t.source());
        }
    },
    /// The buyer was the maker, or the seller was.
    SWAPS_THE_SIDES("is stored, and") {
        @Override
        public Trade received(Trade t) {
            return new Trade(
                    t.id(),
                    t.price(),
                    t.quantity(),
                    t.time(),
                    !t.buyerIsMaker(),
                    t.bestMatch(),
                    t.eventTime(),
                    t.receivedAt(),
                    t.source());
        }
    },
    /// Every process draws the same ids for its claims.
    DRAWS_THE_SAME_EVERYWHERE("an object without a claim") {
        @Override
        public SplittableRandom chance(SplittableRandom chance) {
            return new SplittableRandom(1);
        }
    },
    /// The limit is taken for that of each symbol.
    HOLDS_MORE_THAN_IT_MAY("bytes, and has") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.MEMORY_FULL, Fault.S3_AWAY);
        }

        @Override
        public ListenerSettings listener(ListenerSettings s) {
            IngestSettings ingest = s.ingest();
            return new ListenerSettings(
                    s.symbols(),
                    new IngestSettings(
                            ingest.flushPolicy(), ingest.reorderGrace(), 2 * ingest.memoryLimit()),
                    s.claimant(),
                    s.stopTimeout(),
                    s.heartbeatFile());
        }
    },
    /// What does not fit into memory is dropped, and nobody is told.
    GIVES_UP_TRADES_WITHOUT_A_WORD("has stopped in good order and left") {
        @Override
        public Set<Fault> needs() {
            return Set.of(Fault.MEMORY_FULL, Fault.S3_AWAY, Fault.DEPLOY, Fault.REST_LAGS);
        }

        @Override
        public Measurements measured(Measurements told) {
            Map<ListenerMetric, Double> values = new EnumMap<>(told.values());
            values.put(ListenerMetric.TRADES_GIVEN_UP, 0.0);
            return new Measurements(told.at(), values, told.properties());
        }
    },
    /// The listener will bring everything: nobody needs a repair.
    NEVER_REPAIRS("not healed") {
        @Override
        public boolean repairs() {
            return false;
        }
    };

    private final String shows;

    ProgramMistake(String shows) {
        this.shows = shows;
    }

    @Override
    public String shows() {
        return shows;
    }
}
