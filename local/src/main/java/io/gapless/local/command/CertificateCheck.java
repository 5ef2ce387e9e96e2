package io.gapless.local.command;

import io.gapless.local.place.Stores;
import io.gapless.seal.Certificate;
import io.gapless.seal.CertificateAudit;
import io.gapless.seal.CertificateAudit.Finding;
import io.gapless.seal.DayKeys;
import io.gapless.trade.Symbol;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Checks every day's newest certificate and prints what is wrong where.
final class CertificateCheck {
    private final CertificateAudit audit;
    private final PrintWriter out;
    private long days;
    private long trades;
    private long wrong;

    private CertificateCheck(CertificateAudit audit, PrintWriter out) {
        this.audit = audit;
        this.out = out;
    }

    /// @return whether all of them hold
    static boolean of(Stores stores, boolean objectsOnly, PrintWriter out) {
        try (ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor()) {
            CertificateCheck check =
                    new CertificateCheck(
                            new CertificateAudit(
                                    stores.archive(),
                                    stores.objects(),
                                    objectsOnly
                                            ? Optional.empty()
                                            : Optional.of(stores.checkpoints()),
                                    fetchers),
                            out);
            check.audit.symbols().forEach(check::check);
            return check.conclude();
        }
    }

    private void check(Symbol symbol) {
        Optional<Certificate> before = Optional.empty();
        for (DayKeys key : audit.newest(symbol)) {
            Finding finding = audit.check(key);
            days++;
            finding.problems().forEach(problem -> tell(key, problem));
            if (before.isPresent() && finding.certificate().isPresent()) {
                CertificateAudit.border(before.get(), finding.certificate().get())
                        .forEach(problem -> tell(key, problem));
            }
            trades += finding.certificate().map(c -> c.rows().count()).orElse(0L);
            before = finding.certificate();
        }
    }

    private void tell(DayKeys key, String problem) {
        wrong++;
        out.printf("WRONG  %s: %s%n", key, problem);
    }

    private boolean conclude() {
        out.printf(
                "%s: %,d certified days, %,d trades, %,d problems%n",
                wrong == 0 ? "CERTIFICATES HOLD" : "CERTIFICATES DO NOT HOLD", days, trades, wrong);
        out.flush();
        return wrong == 0;
    }
}
