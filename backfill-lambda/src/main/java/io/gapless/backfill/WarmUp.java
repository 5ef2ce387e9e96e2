package io.gapless.backfill;

import io.gapless.archive.Archive;
import io.gapless.archive.Checkpoints;
import io.gapless.archive.Marks;
import io.gapless.backfill.watch.RunMark;
import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.binance.TradeHistory;
import io.gapless.trade.Source;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a function does before its snapshot is taken: it uses everything once, so that clients, classes
/// and native libraries are in the snapshot, and not loaded again after each restore. It only reads, and
/// keeps nothing of what it has read; but a ban that it meets is remembered, as any call's is.
final class WarmUp {
    /// Lambda's variable, and what it says where a snapshot is going to be taken.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>
    static final String INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE";

    static final String SNAPSHOT = "snap-start";

    /// A folder without objects: listed, it takes no time.
    private static final String EMPTY = "trades/symbol=NONE/";

    private static final Trade TRADE =
            new Trade(
                    1,
                    1,
                    1,
                    Trade.EARLIEST_TIME,
                    true,
                    true,
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.REST);

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private WarmUp() {}

    static boolean isDue(Map<String, String> env) {
        return SNAPSHOT.equals(env.get(INITIALIZATION));
    }

    /// Never throws: a function that is not warm works all the same.
    static void run(Archive archive, Checkpoints checkpoints, Marks marks, TradeHistory history) {
        try {
            var _ = encodedAndDecoded();
            var _ = history.time();
            var _ = checkpoints.all();
            var _ = marks.find(RunMark.NAME);
            var _ = archive.list(EMPTY, Optional.empty());
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e.getMessage())
                    .log("not warmed up: the first runs will be slower");
        }
    }

    private static int encodedAndDecoded() {
        BatchCodec codec = new BatchCodec();
        Batch batch = new Batch(Symbol.of("NONE"), TradeColumns.of(List.of(TRADE)));
        return codec.metadata(batch).size() + codec.decode(codec.encode(batch)).hashCode();
    }
}
