package io.gapless.listener.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.CheckpointChange;
import io.gapless.archive.Claim;
import io.gapless.batch.BatchKey;
import io.gapless.protocol.EncodedBatch;
import io.gapless.protocol.WriteOutcome;
import io.gapless.protocol.WriteOutcome.Fate;
import io.gapless.trade.Coverage;
import io.gapless.trade.SampleTrades;
import io.gapless.trade.Seeds;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One symbol's ingest in the hands of a test, which moves the clock, delivers trades, and says how
/// actions end. Writes that end well end at once, and change `stored` as the real ones would.
final class SymbolProbe {
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    static final long ORIGIN = 1_000;
    static final Duration INTERVAL = Duration.ofSeconds(60);
    static final Duration GRACE = Duration.ofSeconds(3);

    final SampleTrades market = new SampleTrades(3).fromId(ORIGIN).at(START);
    final IngestCounts counts = new IngestCounts();
    final List<IngestAction> told = new ArrayList<>();
    final SymbolIngest ingest;
    Checkpoint stored = Checkpoint.none(SampleTrades.SYMBOL).change().follow(ORIGIN).at(START);
    Instant now = START;

    /// @param batchTrades most trades in an object
    SymbolProbe(int batchTrades) {
        IngestSettings settings =
                new IngestSettings(new FlushPolicy(INTERVAL, batchTrades), GRACE, 64 << 20);
        ingest = new SymbolIngest(stored, settings, Seeds.random(5), counts);
    }

    void pass(Duration time) {
        now = now.plus(time);
        ingest.countGaps(now);
    }

    /// Trades that happen now. Nobody has received them yet.
    List<Trade> trade(int count) {
        market.at(now);
        return new ArrayList<>(market.burst(count).rows());
    }

    /// A connection delivers these, now.
    void receive(Collection<Trade> trades) {
        TradeColumns rows = new TradeColumns(Math.max(1, trades.size()));
        trades.forEach(trade -> rows.add(arrived(trade)));
        for (int row = 0; row < rows.size(); row++) {
            ingest.received(rows, row, told);
        }
    }

    private Trade arrived(Trade t) {
        return new Trade(
                t.id(),
                t.price(),
                t.quantity(),
                t.time(),
                t.buyerIsMaker(),
                t.bestMatch(),
                t.eventTime(),
                Trade.micros(now),
                t.source());
    }

    Optional<IngestAction> next() {
        return ingest.next(now);
    }

    /// The next action has to be a look at the checkpoint, which is answered.
    void look() {
        assertThat(next()).containsInstanceOf(IngestAction.ReadCheckpoint.class);
        ingest.onCheckpoint(Optional.of(stored), now, told);
    }

    /// The next action has to be a write.
    List<EncodedBatch> write() {
        return next().filter(IngestAction.Write.class::isInstance)
                .map(IngestAction.Write.class::cast)
                .orElseThrow(() -> new AssertionError("nothing is to be written"))
                .batches();
    }

    /// Somebody has shown the newest checkpoint.
    void learn() {
        ingest.onCheckpoint(Optional.of(stored), now, told);
    }

    /// The write ends well.
    void archive(List<EncodedBatch> batches) {
        CheckpointChange change = stored.change();
        batches.forEach(batch -> {
            boolean claimed = stored.claim(batch.claimId()).isPresent();
            if (!claimed) {
                change.claim(claim(batch, now.plusSeconds(30)));
            }
            change.commit(Set.of(batch.claimId()));
        });
        stored = change.at(now);
        end(Map.of(Fate.ARCHIVED, batches));
    }

    void end(Map<Fate, List<EncodedBatch>> fates) {
        end(new WriteOutcome.Ended(stored, fates, Coverage.EMPTY));
    }

    void end(WriteOutcome outcome) {
        ingest.onWriteEnded(outcome, now, told);
    }

    /// Somebody else claims these trades.
    Claim otherClaims(List<Trade> trades, Instant expires) {
        Claim claim = new Claim("other" + trades.getFirst().id(), key(trades), "other", expires);
        stored = stored.change().claim(claim).at(now);
        return claim;
    }

    /// Somebody else archives these trades.
    void otherArchives(List<Trade> trades) {
        Claim claim = otherClaims(trades, now.plusSeconds(30));
        stored = stored.change().commit(Set.of(claim.id())).at(now);
    }

    /// Everything is archived that is due after the interval.
    void flush() {
        pass(INTERVAL);
        look();
        archive(write());
    }

    /// The same after the first time, when nobody else writes.
    void flushAgain() {
        pass(INTERVAL);
        archive(write());
    }

    static Claim claim(EncodedBatch batch, Instant expires) {
        return new Claim(batch.claimId(), batch.key(), "this", expires);
    }

    static BatchKey key(List<Trade> trades) {
        return new BatchKey(
                SampleTrades.SYMBOL,
                trades.getFirst().time(),
                trades.getLast().time(),
                new TradeIdRange(trades.getFirst().id(), trades.getLast().id()));
    }

    static Coverage ids(long first, long last) {
        return Coverage.of(new TradeIdRange(first, last));
    }

    static List<TradeIdRange> ranges(List<EncodedBatch> batches) {
        return batches.stream().map(EncodedBatch::range).toList();
    }
}
