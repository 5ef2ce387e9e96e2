package io.gapless.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Archive;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import io.gapless.trade.TradeIdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What really lies in an archive, read from the objects themselves.
///
/// @param objects how many
/// @param trades by id
record ArchiveContent(int objects, TreeMap<Long, Trade> trades) {
    /// Reads every row of a symbol and proves that no id is there twice.
    static ArchiveContent of(Archive archive, Symbol symbol) {
        TreeMap<Long, Trade> trades = new TreeMap<>();
        List<BatchKey> keys = new ArrayList<>();
        Optional<String> after = Optional.empty();
        boolean more = true;
        while (more) {
            Archive.Page page = archive.list(BatchKey.prefix(symbol), after);
            page.entries().forEach(entry -> keys.add(BatchKey.parse(entry.key())));
            more = page.more();
            after = Optional.of(page.entries().isEmpty() ? "" : page.entries().getLast().key());
        }
        for (BatchKey key : keys) {
            byte[] object = archive.get(key.toString()).orElseThrow();
            if (new BatchCodec().decode(key, object) instanceof Content.Rows(var _, var rows)) {
                put(rows, trades, key);
            }
        }
        return new ArchiveContent(keys.size(), trades);
    }

    private static void put(TradeColumns rows, TreeMap<Long, Trade> trades, BatchKey key) {
        for (Trade trade : rows.rows()) {
            assertThat(trades.put(trade.id(), trade))
                    .as("%d is twice, in %s", trade.id(), key)
                    .isNull();
        }
    }

    Coverage ids() {
        return Coverage.of(trades.keySet().stream().map(id -> new TradeIdRange(id, id)).toList());
    }
}
