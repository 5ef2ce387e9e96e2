package io.gapless.emulators;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// The process that started an emulator. It reads the port from the emulator's first line, and holds the
/// other end of its standard input: when that is closed, be it by a crash, the emulator ends.
final class Parent {
    private final PrintStream output;

    private Parent(PrintStream output) {
        this.output = output;
    }

    /// Call first: from here on everything else that is printed goes to standard error, and Ctrl-C,
    /// which a terminal sends to all processes, is left to the parent, whose listener has to write what
    /// it holds.
    static Parent meet() {
        Parent parent =
                new Parent(
                        new PrintStream(
                                new FileOutputStream(FileDescriptor.out),
                                true,
                                StandardCharsets.UTF_8));
        System.setOut(System.err);
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        return parent;
    }

    void tellPort(int port) {
        output.println(port);
    }

    /// Waits until the parent lets go.
    void outlive() throws IOException {
        while (System.in.read() >= 0) {
            // It has nothing to say.
        }
    }
}
