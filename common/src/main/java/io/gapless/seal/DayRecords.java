package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.trade.Symbol;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The certificates and plans of a symbol's day, as they were listed.
record DayRecords(Archive archive, Symbol symbol, LocalDate date, List<DayKeys> keys) {
    static DayRecords list(Archive archive, Symbol symbol, LocalDate date) {
        List<DayKeys> keys =
                archive.list(DayKeys.prefix(symbol, date), Optional.empty()).entries().stream()
                        .flatMap(entry -> DayKeys.parse(entry.key()).stream())
                        .toList();
        return new DayRecords(archive, symbol, date, keys);
    }

    /// @throws UnreadableException when it is none
    Optional<Certificate> newestCertificate() {
        return newest(DayKeys.CERTIFICATE)
                .flatMap(key ->
                        archive.get(key.toString()).map(body -> CertificateJson.read(key, body)));
    }

    /// @throws UnreadableException when it is none
    Optional<SealPlan> newestPlan() {
        return newest(DayKeys.PLAN)
                .flatMap(key -> archive.get(key.toString()).map(body -> SealPlan.of(key, body)));
    }

    private Optional<DayKeys> newest(String kind) {
        return keys.stream()
                .filter(key -> key.kind().equals(kind))
                .max(Comparator.comparingInt(DayKeys::number));
    }
}
