package io.gapless.dump;

import io.gapless.trade.Source;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeColumns;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The rows of a file that is not in order: sorted piece by piece into a file of their own, and merged from
/// there.
final class RowsSortedOnDisk implements DumpRows {
    /// Rows sorted in memory at a time.
    static final int PIECE = 50_000;

    /// With [#PIECE] 50 million rows: six times the busiest known day.
    static final int MAX_PIECES = 1_000;

    /// Bytes of a row on disk.
    private static final int ROW_BYTES = 4 * Long.BYTES + 1;

    private static final int READ_AHEAD = 16 << 10;
    private static final int MAKER = 1;
    private static final int BEST = 2;

    private final DumpFile file;
    private final Path sorted;
    private final List<Piece> pieces = new ArrayList<>();
    private final PriorityQueue<Piece> heads =
            new PriorityQueue<>(Comparator.comparingLong(piece -> piece.id));
    private @Nullable Trade last;
    private long repeated;

    private RowsSortedOnDisk(DumpFile file, Path sorted) {
        this.file = file;
        this.sorted = sorted;
    }

    /// Reads all rows and sorts them.
    ///
    /// @param sorted where to; deleted when the rows are closed
    static DumpRows of(DumpCsv csv, Path sorted) throws BrokenDumpException {
        RowsSortedOnDisk rows = new RowsSortedOnDisk(csv.file(), sorted);
        boolean done = false;
        try {
            rows.open(rows.sort(csv));
            done = true;
            return rows;
        } catch (IOException e) {
            throw rows.noRoom(e);
        } finally {
            if (!done) {
                rows.close();
            }
        }
    }

    /// @return how many rows there are
    private long sort(DumpCsv csv) throws BrokenDumpException, IOException {
        long rows = 0;
        TradeColumns piece = new TradeColumns(PIECE);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(sorted)))) {
            while (csv.next()) {
                add(csv, piece);
                rows++;
                if (rows > (long) PIECE * MAX_PIECES) {
                    throw csv.refused("more rows than can be sorted");
                }
                if (piece.size() == PIECE) {
                    write(piece, out);
                }
            }
            write(piece, out);
        }
        return rows;
    }

    private static void add(DumpCsv csv, TradeColumns piece) {
        piece.add(
                csv.id(),
                csv.price(),
                csv.quantity(),
                csv.time(),
                csv.buyerIsMaker(),
                csv.bestMatch(),
                Trade.UNKNOWN,
                Trade.UNKNOWN,
                Source.DUMP);
    }

    private static void write(TradeColumns piece, DataOutputStream out) throws IOException {
        int[] order =
                IntStream.range(0, piece.size())
                        .boxed()
                        .sorted(Comparator.comparingLong(piece::id))
                        .mapToInt(Integer::intValue)
                        .toArray();
        for (int row : order) {
            out.writeLong(piece.id(row));
            out.writeLong(piece.price(row));
            out.writeLong(piece.quantity(row));
            out.writeLong(piece.time(row));
            out.writeByte(
                    (piece.buyerIsMaker(row) ? MAKER : 0) | (piece.bestMatch(row) ? BEST : 0));
        }
        piece.clear();
    }

    private void open(long rows) throws IOException {
        for (long first = 0; first < rows; first += PIECE) {
            SeekableByteChannel channel = Files.newByteChannel(sorted);
            Piece piece = new Piece(channel, Math.min(PIECE, rows - first));
            pieces.add(piece);
            channel.position(first * ROW_BYTES);
            if (piece.advance()) {
                heads.add(piece);
            }
        }
    }

    @Override
    public int next(TradeColumns into, int most) throws BrokenDumpException {
        int before = into.size();
        try {
            while (into.size() - before < most) {
                Piece lowest = heads.poll();
                if (lowest == null) {
                    break;
                }
                Trade trade = lowest.trade();
                if (isNew(trade)) {
                    into.add(trade);
                    last = trade;
                }
                if (lowest.advance()) {
                    heads.add(lowest);
                }
            }
        } catch (IOException e) {
            throw noRoom(e);
        }
        return into.size() - before;
    }

    private boolean isNew(Trade trade) throws BrokenDumpException {
        if (last == null || last.id() != trade.id()) {
            return true;
        }
        if (!last.equals(trade)) {
            throw new BrokenDumpException(
                    "%s: two rows of one id say different things: %s and %s"
                            .formatted(file.csvName(), last, trade));
        }
        repeated++;
        return false;
    }

    @Override
    public long repeated() {
        return repeated;
    }

    @Override
    public void close() {
        try {
            for (Piece piece : pieces) {
                piece.in.close();
            }
            Files.deleteIfExists(sorted);
        } catch (IOException _) {
            // A temporary file stays; whoever has no more room is told by the next write.
            heads.clear();
        }
    }

    private BrokenDumpException noRoom(IOException e) {
        return new BrokenDumpException(
                "%s is not in order, and cannot be sorted in %s: %s"
                        .formatted(file, sorted, e.getMessage()),
                e);
    }

    /// What is left of a sorted piece.
    private static final class Piece {
        private final DataInputStream in;
        private long left;
        private long id;

        Piece(SeekableByteChannel channel, long rows) {
            in =
                    new DataInputStream(
                            new BufferedInputStream(Channels.newInputStream(channel), READ_AHEAD));
            left = rows;
        }

        boolean advance() throws IOException {
            if (left == 0) {
                return false;
            }
            left--;
            id = in.readLong();
            return true;
        }

        /// The rest of the row whose id was read; once.
        Trade trade() throws IOException {
            long price = in.readLong();
            long quantity = in.readLong();
            long time = in.readLong();
            int flags = in.read();
            if (flags < 0) {
                throw new EOFException("it is cut short");
            }
            return new Trade(
                    id,
                    price,
                    quantity,
                    time,
                    (flags & MAKER) != 0,
                    (flags & BEST) != 0,
                    Trade.UNKNOWN,
                    Trade.UNKNOWN,
                    Source.DUMP);
        }
    }
}
