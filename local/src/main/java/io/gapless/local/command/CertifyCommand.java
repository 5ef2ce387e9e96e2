package io.gapless.local.command;

import io.gapless.local.place.Stores;
import io.gapless.seal.Certificate;
import io.gapless.seal.CertificateJson;
import io.gapless.seal.DaySealer;
import io.gapless.seal.SealOutcome;
import io.gapless.seal.Sealing;
import io.gapless.trade.Symbol;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gapless certify`.
@Command(
        name = "certify",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the certificate of one day, and makes it (and seals the day) if there is none yet or it does not"
                    + " say any more what is there.",
            "docs/data-format.md has its fields, docs/check_certificate.py checks one without Gapless. Exits with 1"
                    + " if the day cannot be certified."
        })
final class CertifyCommand implements Callable<Integer> {
    @Option(
            names = "--symbol",
            required = true,
            paramLabel = "SYMBOL",
            description = "Such as BTCUSDT.")
    private String symbol = "";

    @Option(
            names = "--date",
            required = true,
            paramLabel = "DATE",
            description = "The UTC day, such as 2026-01-31.")
    private LocalDate date = LocalDate.EPOCH;

    @Mixin private final PlaceOptions places = new PlaceOptions();
    @Mixin private final SealOptions sealing = new SealOptions();
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Output.of(spec);
        PrintWriter errors = Output.errors(spec);
        try (Stores stores = places.open(null);
                ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor()) {
            SealOutcome outcome =
                    new DaySealer(sealing.over(stores, fetchers), Sealing.TOOL)
                            .seal(Symbol.of(symbol), date, Instant.MAX);
            return switch (outcome) {
                case SealOutcome.Certified(var certificate, var _) -> print(certificate, out);
                case SealOutcome.Unchanged(var certificate) -> print(certificate, out);
                case SealOutcome.Nothing() -> refuse("there are no trades", errors);
                case SealOutcome.NotYet(var why) -> refuse("not complete yet: " + why, errors);
                case SealOutcome.Wrong(var problem) -> refuse(problem, errors);
            };
        }
    }

    private static int print(Certificate certificate, PrintWriter out) {
        out.print(CertificateJson.text(certificate));
        out.flush();
        return 0;
    }

    private int refuse(String why, PrintWriter errors) {
        errors.printf("gapless: %s %s cannot be certified: %s%n", symbol, date, why);
        errors.flush();
        return 1;
    }
}
