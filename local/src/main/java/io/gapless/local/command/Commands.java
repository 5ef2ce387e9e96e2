package io.gapless.local.command;

import picocli.CommandLine;

/// Every command, in the order of the help.
public final class Commands {
    private Commands() {}

    public static void addTo(CommandLine root) {
        root.addSubcommand(new RunCommand())
                .addSubcommand(new StatusCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new QueryCommand())
                .addSubcommand(new LsCommand())
                .addSubcommand(new BackfillCommand())
                .addSubcommand(new HistoryCommand())
                .addSubcommand(new CancelCommand())
                .addSubcommand(new RepairCommand())
                .addSubcommand(new SealCommand())
                .addSubcommand(new CertifyCommand())
                .addSubcommand(new RebuildCommand())
                .addSubcommand(new ExchangeCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new ChaosCommand())
                .addSubcommand(new RehearseCommand())
                .addSubcommand(new SimulateCommand());
    }
}
