package io.gapless.local.rehearsal;

import io.gapless.dump.HttpDumpHistory;
import io.gapless.local.place.Stores;
import io.gapless.local.verify.SymbolVerdict;
import io.gapless.local.verify.Verification;
import io.gapless.seal.CertificateAudit;
import io.gapless.seal.Drafts;
import io.gapless.seal.SealPorts;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;

/// What is done with the archive once it is whole: sealed, and then checked in every way that users have.
final class Checks {
    /// Days until whatever was sealed today is in effect.
    private static final int UNTIL_IN_EFFECT = 2;

    private final RehearsalSettings settings;
    private final TradedYear year;
    private final Stores stores;
    private final ToLongFunction<Symbol> firstIds;
    private final Complaints complaints;
    private final Clock clock = Clock.systemUTC();

    /// @param firstIds the first id that was asked for of each symbol
    Checks(
            RehearsalSettings settings,
            TradedYear year,
            Stores stores,
            ToLongFunction<Symbol> firstIds,
            Complaints complaints) {
        this.settings = settings;
        this.year = year;
        this.stores = stores;
        this.firstIds = firstIds;
        this.complaints = complaints;
    }

    /// One run of sealing.
    @FunctionalInterface
    interface Sealer {
        void run(SealPorts ports, Progress progress) throws InterruptedException;
    }

    void seal(Sealer sealer, Progress progress) throws InterruptedException {
        Path temporary = settings.folder().resolve("temporary");
        try (ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor()) {
            sealer.run(
                    new SealPorts(
                            stores.archive(),
                            stores.objects(),
                            stores.checkpoints(),
                            Drafts.in(temporary),
                            SealPorts.NewestId.UNKNOWN,
                            HttpDumpHistory.of(Optional.of(year.exchange().dumpUrl()), temporary),
                            clock,
                            fetchers),
                    progress);
        }
    }

    /// @return certificates that were checked
    long certificates(Progress progress) {
        try (ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor()) {
            CertificateAudit audit =
                    new CertificateAudit(
                            stores.archive(),
                            stores.objects(),
                            Optional.of(stores.checkpoints()),
                            fetchers);
            return new CertificateProof(year, audit, complaints)
                    .check(
                            settings.symbols(),
                            progress,
                            (long) settings.symbols().size() * settings.days());
        }
    }

    /// As `gapless verify`.
    ViewProof.Result objects(Progress progress) throws InterruptedException {
        progress.begin("objects read", 0);
        Verification.Verdict verdict =
                new Verification(stores.archive(), Optional.of(stores.checkpoints()))
                        .verify(progress::at);
        progress.end();
        verdict.strangers().forEach(key -> complaints.add("no symbol has such a key: " + key));
        ViewProof.Result all = ViewProof.Result.NONE;
        for (SymbolVerdict symbol : verdict.symbols()) {
            symbol.problems().forEach(p -> complaints.add(symbol.symbol() + ": " + p));
            if (!symbol.missing().isEmpty()) {
                complaints.add("%s: %s is missing".formatted(symbol.symbol(), symbol.missing()));
            }
            all =
                    all.plus(
                            new ViewProof.Result(
                                    symbol.trades(),
                                    symbol.missing().size(),
                                    symbol.twice().size(),
                                    0));
        }
        return all;
    }

    /// The views of parts alone, and those that take the sealed objects.
    ViewProof.Result views(Progress progress) throws IOException {
        ViewProof proof = viewProof();
        ViewProof.Result parts = proof.ask(settings.symbols(), today(), progress, "before seals");
        return parts.orWorse(
                proof.ask(
                        settings.symbols(),
                        today().plusDays(UNTIL_IN_EFFECT),
                        progress,
                        "after seals"));
    }

    /// What the repair filled behind the listener.
    ViewProof.Holes holes() throws IOException {
        ViewProof.Holes all = new ViewProof.Holes(0, 0);
        for (Symbol symbol : settings.symbols()) {
            try {
                all = all.plus(viewProof().holes(symbol, today()));
            } catch (SQLException e) {
                complaints.add(symbol + ": " + e.getMessage());
            }
        }
        return all;
    }

    private ViewProof viewProof() {
        return new ViewProof(
                settings.archive(),
                stores.checkpoints().all(),
                new TapeTable(year, firstIds, settings.folder().resolve("tape")),
                complaints);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
