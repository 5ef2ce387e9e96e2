package io.gapless.exchange.dump;

import io.gapless.exchange.fault.Fault.DumpFlaw;
import io.gapless.exchange.fault.Fault.FlawedDump;
import io.gapless.exchange.market.SymbolMarket;
import io.gapless.exchange.market.SymbolMarket.View;
import io.gapless.exchange.tape.Fixed8;
import io.gapless.exchange.tape.Trade;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes the zip of a symbol's day, with its flaws. The same day with the same flaws has the same bytes.
final class DumpWriter {

    /// Days from this one on are in µs, earlier ones in ms.
    static final LocalDate FIRST_IN_MICROS = LocalDate.of(2025, 1, 1);

    private static final String HEADER =
            "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match\n";
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final int CENT = 1_000_000;

    private final SymbolMarket market;
    private final LocalDate date;
    private final List<FlawedDump> flaws;
    private final Random random;

    DumpWriter(SymbolMarket market, LocalDate date, List<FlawedDump> flaws) {
        this.market = market;
        this.date = date;
        this.flaws = flaws;
        random = new Random(31 * date.toEpochDay() + market.symbol().hashCode());
    }

    /// Whether there is anything to be published.
    static boolean hasTrades(SymbolMarket market, LocalDate date) {
        long start = date.toEpochDay() * DAY_MICROS;
        long newest = market.newest();
        return market.firstIdTraded(View.TRUE, start, newest)
                < market.firstIdTraded(View.TRUE, start + DAY_MICROS, newest);
    }

    /// The zip.
    byte[] zip() {
        List<Long> ids = ids();
        Set<Long> changed = changed(ids);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            ZipEntry entry = new ZipEntry(market.symbol() + "-trades-" + date + ".csv");
            entry.setTimeLocal(date.plusDays(1).atStartOfDay());
            zip.putNextEntry(entry);
            if (has(DumpFlaw.HEADER)) {
                zip.write(HEADER.getBytes(StandardCharsets.US_ASCII));
            }
            for (long id : ids) {
                zip.write(row(market.trade(id), changed.contains(id)));
            }
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// The ids of the file, in its order.
    private List<Long> ids() {
        long start = date.toEpochDay() * DAY_MICROS;
        long newest = market.newest();
        long first = market.firstIdTraded(View.TRUE, start, newest);
        long end = market.firstIdTraded(View.TRUE, start + DAY_MICROS, newest);
        List<Long> ids = new ArrayList<>();
        for (long id = market.next(View.TRUE, first);
                id < end;
                id = market.next(View.TRUE, id + 1)) {
            ids.add(id);
        }
        for (FlawedDump flaw : flaws) {
            int rows = Math.min(flaw.rows(), ids.size());
            switch (flaw.flaw()) {
                case SHORT -> ids.subList(ids.size() - rows, ids.size()).clear();
                case HOLE -> {
                    int from = random.nextInt(ids.size() - rows + 1);
                    ids.subList(from, from + rows).clear();
                }
                case DUPLICATE -> {
                    for (int i = 0; i < rows; i++) {
                        int at = random.nextInt(ids.size());
                        ids.add(at, ids.get(at));
                    }
                }
                case UNSORTED -> Collections.shuffle(ids, random);
                case CONFLICT, HEADER, WRONG_CHECKSUM, LATE -> {}
            }
        }
        return ids;
    }

    private Set<Long> changed(List<Long> ids) {
        Set<Long> changed = new HashSet<>();
        for (FlawedDump flaw : flaws) {
            if (flaw.flaw() == DumpFlaw.CONFLICT) {
                int wanted = Math.min(changed.size() + flaw.rows(), new HashSet<>(ids).size());
                while (changed.size() < wanted) {
                    changed.add(ids.get(random.nextInt(ids.size())));
                }
            }
        }
        return changed;
    }

    private boolean has(DumpFlaw wanted) {
        return flaws.stream().anyMatch(flaw -> flaw.flaw() == wanted);
    }

    private byte[] row(Trade trade, boolean changed) {
        long price = trade.price() + (changed ? CENT : 0);
        boolean micros = !date.isBefore(FIRST_IN_MICROS);
        String row =
                String.join(
                        ",",
                        Long.toString(trade.id()),
                        Fixed8.format(price),
                        Fixed8.format(trade.quantity()),
                        Fixed8.format(Fixed8.quote(price, trade.quantity())),
                        Long.toString(micros ? trade.tradeMicros() : trade.tradeMicros() / 1_000),
                        trade.buyerMaker() ? "True" : "False",
                        trade.bestMatch() ? "True" : "False");
        return (row + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
