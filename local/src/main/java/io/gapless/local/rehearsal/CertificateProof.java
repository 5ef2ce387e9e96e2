package io.gapless.local.rehearsal;

import io.gapless.seal.Certificate;
import io.gapless.seal.CertificateAudit;
import io.gapless.seal.DayKeys;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.util.List;
import java.util.Optional;

/// Checks every certificate twice: as `gapless verify --certificates` does, and against what was traded.
final class CertificateProof {
    private final TradedYear year;
    private final CertificateAudit audit;
    private final Complaints complaints;
    private long checked;

    CertificateProof(TradedYear year, CertificateAudit audit, Complaints complaints) {
        this.year = year;
        this.audit = audit;
        this.complaints = complaints;
    }

    /// @return certificates that were checked
    long check(List<Symbol> symbols, Progress progress, long expected) {
        progress.begin("certificates", expected);
        symbols.forEach(symbol -> check(symbol, progress));
        progress.end();
        return checked;
    }

    private void check(Symbol symbol, Progress progress) {
        Optional<Certificate> before = Optional.empty();
        for (DayKeys key : audit.newest(symbol)) {
            CertificateAudit.Finding finding = audit.check(key);
            finding.problems().forEach(problem -> complaints.add(key + ": " + problem));
            Optional<Certificate> certificate = finding.certificate();
            if (before.isPresent() && certificate.isPresent()) {
                CertificateAudit.border(before.get(), certificate.get())
                        .forEach(problem -> complaints.add(key + ": " + problem));
            }
            certificate.ifPresent(this::checkTraded);
            before = certificate;
            progress.at(++checked);
        }
    }

    private void checkTraded(Certificate certificate) {
        Symbol symbol = certificate.symbol();
        TradeIdRange ids =
                new TradeIdRange(
                        year.firstId(symbol, certificate.date()),
                        year.firstId(symbol, certificate.date().plusDays(1)) - 1);
        TradedDay traded = new TradedDay();
        year.read(symbol, ids.first(), ids.last(), traded::add);
        boolean same =
                certificate.rows().ids().ranges().equals(List.of(ids))
                        && traded.isSaidBy(certificate.rows());
        if (!same) {
            complaints.add(
                    "%s does not certify what was traded: %d trades %s, digest %s"
                            .formatted(certificate.key(), ids.size(), ids, traded.digest()));
        }
    }
}
