package io.gapless.local.rehearsal;

import io.gapless.exchange.tape.Fixed8;
import io.gapless.exchange.tape.Trade;
import io.gapless.seal.DayRows;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What the trades of a day come to, from the exchange's own numbers and in code that shares nothing with the
/// archive's: the digest as `docs/data-format.md` describes it, and the figures beside it. Used once.
final class TradedDay {
    private final MessageDigest sha256;
    private String digest = "";
    private long open;
    private long high = Long.MIN_VALUE;
    private long low = Long.MAX_VALUE;
    private long close;
    private long count;
    private BigInteger volume = BigInteger.ZERO;

    TradedDay() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(Trade trade) {
        String line =
                "%d,%s,%s,%d,%s\n"
                        .formatted(
                                trade.id(),
                                Fixed8.format(trade.price()),
                                Fixed8.format(trade.quantity()),
                                trade.tradeMicros() / 1_000,
                                trade.buyerMaker());
        sha256.update(line.getBytes(StandardCharsets.US_ASCII));
        open = count == 0 ? trade.price() : open;
        close = trade.price();
        high = Math.max(high, trade.price());
        low = Math.min(low, trade.price());
        volume = volume.add(BigInteger.valueOf(trade.quantity()));
        count++;
    }

    /// 64 hexadecimal digits; nothing can be added afterwards.
    String digest() {
        if (digest.isEmpty()) {
            digest = HexFormat.of().formatHex(sha256.digest());
        }
        return digest;
    }

    boolean isSaidBy(DayRows rows) {
        return digest().equals(rows.canonical())
                && count == rows.count()
                && open == rows.open()
                && high == rows.high()
                && low == rows.low()
                && close == rows.close()
                && volume.equals(rows.volume());
    }
}
