package io.gapless.local.rehearsal;

import io.gapless.batch.Batch;
import io.gapless.batch.BatchCodec;
import io.gapless.batch.BatchKey;
import io.gapless.batch.Content;
import io.gapless.trade.Symbol;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Does to an archive in a folder what [Sabotage] says.
final class Saboteur {
    private final Path archive;

    Saboteur(Path archive) {
        this.archive = archive;
    }

    /// @return what was done, for people
    String harm(Sabotage sabotage, Symbol symbol, LocalDate date) throws IOException {
        Path file = anObject(symbol, date);
        BatchKey key = BatchKey.parse(archive.relativize(file).toString().replace('\\', '/'));
        switch (sabotage) {
            case none -> {}
            case delete -> Files.delete(file);
            case change -> Files.write(file, changed(key, Files.readAllBytes(file)));
            case twice -> {
                BatchKey other =
                        new BatchKey(symbol, key.firstTime(), key.lastTime() + 1, key.range());
                Files.copy(file, archive.resolve(other.toString()));
            }
        }
        return "SABOTAGE (%s): %s".formatted(sabotage, key);
    }

    private Path anObject(Symbol symbol, LocalDate date) throws IOException {
        try (Stream<Path> files = Files.list(archive.resolve(BatchKey.prefix(symbol, date)))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    private static byte[] changed(BatchKey key, byte[] object) {
        if (!(new BatchCodec().decode(key, object) instanceof Content.Rows(var _, var rows))) {
            throw new IllegalStateException(key + " has no rows");
        }
        List<Trade> trades = new ArrayList<>(rows.rows());
        Trade t = trades.getFirst();
        trades.set(
                0,
                new Trade(
                        t.id(),
                        t.price() + 1,
                        t.quantity(),
                        t.time(),
                        t.buyerIsMaker(),
                        t.bestMatch(),
                        t.eventTime(),
                        t.receivedAt(),
                        t.source()));
        return new BatchCodec().encode(new Batch(key.symbol(), TradeColumns.of(trades)));
    }
}
