package io.gapless.local;

import io.gapless.local.command.Commands;
import io.gapless.local.command.Failures;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The root command, what `./gapless` starts. Its subcommands do the work.
@Command(
        name = "gapless",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Every Binance spot trade of the symbols you name, exactly once, in id order, in plain Parquet files.",
            "",
            "  gapless run       shows all of it on this machine, without network or account",
            ""
        },
        footer = {"", "gapless COMMAND --help tells more about a command."})
public final class Gapless {

    private Gapless() {}

    /// Runs the command that `arguments` name and ends the process with its exit code: 0 for success, 1 when what was
    /// looked for was found wrong or is left to do, 2 for arguments that cannot be, 3 when it cannot work here.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The whole command line, as `main` runs it.
    public static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Gapless());
        Commands.addTo(root);
        return root.setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }
}
