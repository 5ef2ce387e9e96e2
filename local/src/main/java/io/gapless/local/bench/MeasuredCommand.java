package io.gapless.local.bench;

import io.gapless.local.Gapless;
import java.io.IOException;

/// A command of `gapless` as people start it, which tells at its end what the process took.
final class MeasuredCommand {
    private MeasuredCommand() {}

    public static void main(String[] arguments) throws IOException {
        int code = Gapless.commandLine().execute(arguments);
        Measured.tell();
        System.exit(code);
    }
}
