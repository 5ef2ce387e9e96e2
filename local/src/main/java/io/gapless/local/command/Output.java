package io.gapless.local.command;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Where a command prints: picocli's writers, so that tests can read along.
final class Output {
    private Output() {}

    static PrintWriter of(@Nullable CommandSpec spec) {
        return required(spec).commandLine().getOut();
    }

    static PrintWriter errors(@Nullable CommandSpec spec) {
        return required(spec).commandLine().getErr();
    }

    private static CommandSpec required(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("the command was not made by picocli");
        }
        return spec;
    }
}
