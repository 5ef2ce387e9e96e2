package io.gapless.local.firehose;

import io.gapless.exchange.tape.Fixed8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The WebSocket frames of a busy market, one after the other, without end: the same for everyone who
/// asks with the same style, and as cheap to make as they can be.
///
/// Modelled on recordings: most trades are fills of one order, at its price and time; prices go by
/// ticks, quantities have five decimals, and a few quantities come again and again. Not for several
/// threads at once.
final class MarketFrames {
    /// The first id of every symbol.
    static final long FIRST_ID = 3_000_000_000L;

    /// The longest frame, in bytes, with its header.
    static final int LONGEST_FRAME = 320;

    /// Time passes as if this many trades happened in a second, however fast they are sent.
    private static final int TRADES_PER_SECOND = 50_000;

    private static final long SEED = 20_260_101;
    private static final int USUAL_QUANTITIES = 16;
    private static final long TICK = 1_000_000;
    private static final long LOT = 1_000;
    private static final int HEADER = 4;
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final byte EXTENDED_LENGTH = 126;
    private static final byte[] ID = ascii("\",\"t\":");
    private static final byte[] PRICE = ascii(",\"p\":\"");
    private static final byte[] QUANTITY = ascii("\",\"q\":\"");
    private static final byte[] TIME = ascii("\",\"T\":");
    private static final byte[] MAKER = ascii(",\"m\":true,\"M\":true}");
    private static final byte[] TAKER = ascii(",\"m\":false,\"M\":true}");
    private static final byte CLOSE = '}';

    private final RandomGenerator random =
            RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(SEED);
    private final byte[][] heads;
    private final byte[][] names;
    private final long[] ids;
    private final long[] prices;
    private final long[] times;
    private final boolean[] makers;
    private final boolean combined;
    private final boolean micros;
    private final long startMicros;
    private long position;

    /// @param combined whether frames come in a wrapper that names their stream
    /// @param micros the unit of times; else milliseconds
    /// @param startMicros when trading begins
    MarketFrames(List<String> symbols, boolean combined, boolean micros, long startMicros) {
        this.combined = combined;
        this.micros = micros;
        this.startMicros = startMicros;
        int count = symbols.size();
        heads = new byte[count][];
        names = new byte[count][];
        ids = new long[count];
        prices = new long[count];
        times = new long[count];
        makers = new boolean[count];
        for (int i = 0; i < count; i++) {
            String symbol = symbols.get(i);
            String stream = symbol.toLowerCase(Locale.ROOT) + "@trade";
            String wrapper = combined ? "{\"stream\":\"" + stream + "\",\"data\":" : "";
            heads[i] = ascii(wrapper + "{\"e\":\"trade\",\"E\":");
            names[i] = ascii(",\"s\":\"" + symbol);
            prices[i] = TICK * random.nextLong(10_000, 10_000_000);
        }
        Arrays.fill(ids, FIRST_ID);
        Arrays.fill(times, startMicros);
    }

    /// Trades made so far, of all symbols.
    long position() {
        return position;
    }

    /// Writes whole frames into `target`, up to its end or until `most` have been made in all.
    ///
    /// @return how many bytes were written
    int fill(byte[] target, long most) {
        int at = 0;
        while (position < most && target.length - at >= LONGEST_FRAME) {
            at = frame(target, at);
            position++;
        }
        return at;
    }

    private int frame(byte[] target, int start) {
        // Some symbols are traded more than others.
        double draw = random.nextDouble();
        int symbol = (int) (draw * draw * heads.length);
        long now = startMicros + position * 1_000_000 / TRADES_PER_SECOND;
        if (random.nextInt(100) >= 55) {
            times[symbol] = now;
            makers[symbol] = random.nextBoolean();
            prices[symbol] = Math.max(TICK, prices[symbol] + TICK * random.nextInt(-6, 7));
        }
        int at = start + HEADER;
        at = put(target, at, heads[symbol]);
        at = Fixed8.writeNumber(target, at, micros ? now : now / 1_000);
        at = put(target, at, names[symbol]);
        at = put(target, at, ID);
        at = Fixed8.writeNumber(target, at, ids[symbol]++);
        at = put(target, at, PRICE);
        at = Fixed8.write(target, at, prices[symbol]);
        at = put(target, at, QUANTITY);
        at = Fixed8.write(target, at, quantity());
        at = put(target, at, TIME);
        at = Fixed8.writeNumber(target, at, micros ? times[symbol] : times[symbol] / 1_000);
        at = put(target, at, makers[symbol] ? MAKER : TAKER);
        if (combined) {
            target[at++] = CLOSE;
        }
        int length = at - start - HEADER;
        target[start] = FINAL_TEXT;
        // No trade frame is shorter than 126 bytes.
        target[start + 1] = EXTENDED_LENGTH;
        target[start + 2] = (byte) (length >>> Byte.SIZE);
        target[start + 3] = (byte) length;
        return at;
    }

    private long quantity() {
        int draw = random.nextInt(100);
        if (draw < 30) {
            return LOT * 550 * (1 + draw % USUAL_QUANTITIES);
        }
        return LOT * (1 + random.nextLong(draw < 80 ? 1_000 : 200_000));
    }

    private static int put(byte[] target, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
