package io.gapless.seal;

import io.gapless.batch.SealedKey;
import io.gapless.seal.DayState.Border;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What is attested of one symbol's UTC day: which trades it has, that none is missing, and a digest by
/// which anybody can check it. Never changed: the next one of the same day names it.
///
/// @param number 1 for the first of a day
/// @param replaces key of the one before
/// @param absent ids that never existed, between the borders, with the keys of the evidence
/// @param elsewhere ids between the day's own that are of a neighbouring date
/// @param rows what the rows add up to; `exact` is not told
/// @param sealed the sealed objects that hold the rows together, ascending
/// @param tool which version made it
public record Certificate(
        Symbol symbol,
        LocalDate date,
        int number,
        Optional<String> replaces,
        Instant certifiedAt,
        DayRows rows,
        List<Absent> absent,
        Coverage elsewhere,
        Border before,
        Border after,
        List<SealedObject> sealed,
        DumpComparison dump,
        String tool) {
    public Certificate {
        absent = List.copyOf(absent);
        sealed = List.copyOf(sealed);
    }

    /// Ids that never existed.
    ///
    /// @param evidence keys of the sightings
    public record Absent(TradeIdRange ids, List<String> evidence) {
        public Absent {
            evidence = List.copyOf(evidence);
        }
    }

    /// One sealed object.
    ///
    /// @param sha256 of its bytes, in hexadecimal digits
    public record SealedObject(SealedKey key, long bytes, String sha256) {}

    public DayKeys key() {
        return new DayKeys(symbol, date, DayKeys.CERTIFICATE, number);
    }

    /// Ids that never existed.
    Coverage absentIds() {
        return Coverage.of(absent.stream().map(Absent::ids).toList());
    }

    /// Whether both attest the same of the day, whenever and by whomever they were made.
    boolean saysTheSameAs(Certificate other) {
        return rows.ids().equals(other.rows.ids())
                && rows.canonical().equals(other.rows.canonical())
                && absentIds().equals(other.absentIds())
                && sealed.equals(other.sealed)
                && dump.equals(other.dump);
    }
}
