package io.gapless.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.Symbol;
import io.gapless.trade.SymbolSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private static Settings read(Map<String, String> context) {
        return SettingsReader.read(key -> Optional.ofNullable(context.get(key)));
    }

    private static AbstractThrowableAssert<?, ?> refused(Map<String, String> context) {
        return assertThatThrownBy(() -> read(context)).isInstanceOf(InvalidSettingsException.class);
    }

    @Test
    void onlyTheSymbolsMustBeNamed() {
        Settings settings = read(Map.of("symbols", "BTCUSDT, ETHUSDT,BTCUSDT"));
        assertThat(settings.symbols()).hasToString("BTCUSDT,ETHUSDT");
        assertThat(settings.name()).isEqualTo("gapless");
        assertThat(settings.region()).isEqualTo("ap-northeast-1");
        assertThat(settings.flushInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.listeners()).isEqualTo(1);
        assertThat(settings.spot()).isFalse();
        assertThat(settings.task()).isEqualTo(new TaskSize(256, 512));
        assertThat(settings.schedule()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.staleAfter()).isEqualTo(Duration.ofMinutes(3));
        assertThat(settings.alarmEmail()).isEmpty();
        assertThat(settings.existingArchive()).isFalse();
        assertThat(settings.network()).isEmpty();
        assertThat(settings.emulator()).isFalse();
    }

    @Test
    void everySettingReachesTheRecord() {
        Map<String, String> context =
                Map.ofEntries(
                        Map.entry("symbols", "BTCUSDT"),
                        Map.entry("pastSymbols", "LUNAUSDT,LUNAUSDT@2"),
                        Map.entry("name", "mine-2"),
                        Map.entry("region", "eu-central-1"),
                        Map.entry("flushInterval", "150s"),
                        Map.entry("listeners", "2"),
                        Map.entry("capacity", "spot"),
                        Map.entry("task", "512/1024"),
                        Map.entry("schedule", "5m"),
                        Map.entry("staleAfter", "10m"),
                        Map.entry("weightPerMinute", "1200"),
                        Map.entry("alarmEmail", "me@example.org"),
                        Map.entry("monthlyBudget", "19"),
                        Map.entry("logRetention", "30"),
                        Map.entry("bucketName", "my.trades"),
                        Map.entry("archive", "existing"),
                        Map.entry("tableCapacity", "5/6"),
                        Map.entry("vpc", "vpc-0123abcd"),
                        Map.entry("subnets", "subnet-0123abcd,subnet-0123abce"),
                        Map.entry("archiveFrom", "2017-08-17"),
                        Map.entry("scanLimit", "7"),
                        Map.entry("emulator", "true"));
        assertThat(context).hasSameSizeAs(ContextKey.values());
        assertThat(read(context))
                .isEqualTo(
                        new Settings(
                                SymbolSelection.parse("BTCUSDT"),
                                List.of(Symbol.of("LUNAUSDT"), Symbol.of("LUNAUSDT@2")),
                                "mine-2",
                                "eu-central-1",
                                Duration.ofSeconds(150),
                                2,
                                true,
                                new TaskSize(512, 1024),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(10),
                                1200,
                                Optional.of("me@example.org"),
                                19,
                                30,
                                Optional.of("my.trades"),
                                true,
                                new TableCapacity.Provisioned(5, 6),
                                Optional.of(
                                        new ExistingNetwork(
                                                "vpc-0123abcd",
                                                List.of("subnet-0123abcd", "subnet-0123abce"))),
                                LocalDate.of(2017, 8, 17),
                                7,
                                true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    symbols         | BTC USDT       | "BTC USDT" is not a symbol
                    symbols         | X,X@2          | name the newest
                    name            | Mine           | lower case
                    region          | tokyo          | expected a region
                    flushInterval   | 1s             | expected 5s to 15m
                    flushInterval   | soon           | expected a time span
                    listeners       | 3              | from 1 to 2
                    capacity        | cheap          | on-demand or spot
                    task            | 256/4096       | Fargate has no such task
                    task            | small          | such as 256/512
                    schedule        | 90s            | whole minutes
                    staleAfter      | 90s            | would race a healthy listener
                    weightPerMinute | 9000           | from 100 to 6000
                    alarmEmail      | me             | an e-mail address
                    monthlyBudget   | a little       | a whole number
                    logRetention    | 10             | CloudWatch offers
                    bucketName      | My_Bucket      | a bucket name
                    archive         | old            | new or existing
                    tableCapacity   | 0/5            | 1 to 1000
                    vpc             | vpc-0123abcd   | belong together
                    subnets         | subnet-0123abcd| belong together
                    archiveFrom     | 2016-01-01     | July 2017
                    archiveFrom     | yesterday      | such as 2026-01-01
                    scanLimit       | -1             | from 1 to 100000
                    emulator        | maybe          | false or true
                    """)
    void aWrongSettingIsRefusedByItsNameWithWhatWasExpected(
            String key, String value, String expected) {
        Map<String, String> context = new java.util.HashMap<>(Map.of("symbols", "BTCUSDT"));
        context.put(key, value);
        refused(context).message().contains(key).contains(expected);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceWithASentenceEach() {
        assertThatThrownBy(() -> read(Map.of("listeners", "9", "task", "1/1", "archive", "x")))
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        e ->
                                assertThat(e.sentences())
                                        .hasSize(4)
                                        .allSatisfy(s -> assertThat(s).endsWith(".")));
    }

    @Test
    void aRegionWhereBinanceRefusesServiceIsRefusedWithTheWayRoundIt() {
        refused(Map.of("symbols", "BTCUSDT", "region", "us-east-1"))
                .message()
                .contains("451")
                .contains("ap-northeast-1");
    }

    @Test
    void aLongerFlushIntervalMovesWhenTheRepairTakesATailForStale() {
        assertThat(read(Map.of("symbols", "BTCUSDT", "flushInterval", "5m")).staleAfter())
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void twoListenersNeedASubnetEach() {
        refused(
                        Map.of(
                                "symbols", "BTCUSDT",
                                "listeners", "2",
                                "vpc", "vpc-0123abcd",
                                "subnets", "subnet-0123abcd"))
                .message()
                .contains("2 listeners need one each");
    }

    @Test
    void theDocumentListsEverySettingWithItsDefault() throws IOException {
        String document = Files.readString(Path.of("../docs/operations.md"));
        for (ContextKey key : ContextKey.values()) {
            String otherwise = key.otherwise().isEmpty() ? "" : "`" + key.otherwise() + "`";
            assertThat(document)
                    .contains("| `%s` | %s | %s |".formatted(key.key(), otherwise, key.meaning()));
        }
    }
}
