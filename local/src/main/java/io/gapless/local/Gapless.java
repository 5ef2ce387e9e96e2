package io.gapless.local;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The root command, what `./gapless` starts. Its subcommands do the work.
@Command(
        name = "gapless",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Every Binance spot trade of the symbols you name, exactly once, in id order, in plain"
                        + " Parquet files.")
public final class Gapless {

    private Gapless() {}

    /// Runs the command that `arguments` name and ends the process with its exit code: 0 for success, 1 for a
    /// failure that the command reported, 2 for arguments that cannot be understood.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The whole command line, as `main` runs it.
    static CommandLine commandLine() {
        return new CommandLine(new Gapless());
    }
}
