package io.gapless.infra.settings;

import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What one deploy makes. Read from CDK context by [SettingsReader], which tells all that is wrong.
///
/// @param symbols followed by the listener
/// @param pastSymbols in the archive, and not followed any more
/// @param name of the stack, and the beginning of every other name
/// @param listeners 1 or 2
/// @param spot whether AWS may take the listener's machine back at two minutes' notice
/// @param schedule between two runs of the repair, whole minutes
/// @param alarmEmail empty: alarms are only seen on the dashboard, and there is no budget
/// @param monthlyBudget in USD
/// @param logRetention in days, a number that CloudWatch offers
/// @param existingArchive whether bucket and table are there already and stay as they are
/// @param archiveFrom the first day that Athena looks for
/// @param scanLimit GB per Athena query
/// @param emulator whether what moto_server cannot make is left out
public record Settings(
        SymbolSelection symbols,
        List<Symbol> pastSymbols,
        String name,
        String region,
        Duration flushInterval,
        int listeners,
        boolean spot,
        TaskSize task,
        Duration schedule,
        Duration staleAfter,
        int weightPerMinute,
        Optional<String> alarmEmail,
        int monthlyBudget,
        int logRetention,
        Optional<String> bucketName,
        boolean existingArchive,
        TableCapacity tableCapacity,
        Optional<ExistingNetwork> network,
        LocalDate archiveFrom,
        int scanLimit,
        boolean emulator) {
    public Settings {
        pastSymbols = List.copyOf(pastSymbols);
    }

    /// A symbol that is followed, for the commands and queries that users start from.
    public String exampleSymbol() {
        return symbols.named().isEmpty()
                ? "BTC" + symbols.quotes().stream().sorted().findFirst().orElseThrow()
                : symbols.named().getFirst().toString();
    }
}
