package io.gapless.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointJsonTest {
    private static final Symbol BTCUSDT = Symbol.of("BTCUSDT");
    private static final String SMALL =
            """
            {"symbol":"BTCUSDT","version":3,"archived":[[1,9],[20,29]],\
            "claims":[{"id":"c1","key":"trades/symbol=BTCUSDT/date=2026-01-01/20260101T000000.000000Z-20260101T000059.999999Z_0000000000000000010-0000000000000000019.parquet",\
            "owner":"listener/ip-10-0-0-1","expires":"2026-01-01T12:36:56.789012Z"}],\
            "absent":[],"followed":1,"wanted":[],"asked":[],\
            "deferred":[{"range":[40,49],"reason":"rest_lags","since":"2026-01-01T00:00:00.000000Z","retryAt":"2026-01-01T01:00:00.000000Z"}],\
            "ahead":{"id":50,"since":"2026-01-01T00:00:00.000000Z"},\
            "headTime":"2026-01-01T00:00:00.000000Z","updatedAt":"2026-01-01T12:34:56.789012Z"}\
            """;

    @Test
    void everyFieldSurvives() {
        Checkpoint full = SampleCheckpoints.everyField(BTCUSDT, 17);

        assertThat(read(CheckpointJson.write(full))).isEqualTo(full);
    }

    @Test
    void theFormIsTheOneThatIsDocumented() {
        assertThat(CheckpointJson.write(read(SMALL))).isEqualTo(SMALL);
        assertThat(read(SMALL).archived())
                .isEqualTo(
                        Coverage.EMPTY.plus(new TradeIdRange(1, 9)).plus(new TradeIdRange(20, 29)));
    }

    @Test
    void timesFinerThanAMicrosecondAreCut() {
        Checkpoint fine =
                Checkpoint.none(BTCUSDT)
                        .change()
                        .at(Instant.parse("2026-01-01T00:00:00.123456789Z"));

        assertThat(read(CheckpointJson.write(fine)).updatedAt())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00.123456Z"));
    }

    @Test
    void aSymbolThatIsFollowedWithoutTroubleStaysUnderOneKilobyte() {
        Checkpoint usual =
                Checkpoint.none(BTCUSDT)
                        .change()
                        .follow(3_735_683_259L)
                        .claim(
                                SampleCheckpoints.claim(
                                        BTCUSDT, "a".repeat(36), 3_735_683_259L, 3_735_703_162L))
                        .claim(
                                SampleCheckpoints.claim(
                                        BTCUSDT, "b".repeat(36), 3_735_703_163L, 3_735_703_999L))
                        .at(SampleCheckpoints.NOW);

        assertThat(CheckpointJson.write(usual).getBytes(UTF_8)).hasSizeLessThan(1_024);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "archived":[[1,9],[20,29]], |                              | "archived" is missing
                    "archived":[[1,9],          | "archived":[[1,9],[9,10],    | "archived" holds ranges that overlap
                    "archived":[[1,9],          | "archived":[[1,9],[10,12],   | "archived" holds ranges that overlap, touch
                    "archived":[[1,9],          | "archived":[[30,39],         | "archived" holds ranges that overlap, touch or are out of order
                    "archived":[[1,9],          | "archived":[[9,1],           | "archived" holds what is not a range
                    "archived":[[1,9],          | "archived":[[1],             | "archived" should hold pairs [first, last], but there is [1]
                    "archived":[[1,9],          | "archived":[["1",9],         | "archived" should hold pairs
                    "archived":[[1,9],          | "archived":[[1,9.5],         | "archived" should hold pairs
                    "archived":[[1,9],          | "archived":[[1,15],          | contradicts itself
                    "version":3                 | "version":"3"                | "version" should be a whole number, but is 3
                    "version":3                 | "version":3.5                | "version" should be a whole number, but is 3.5
                    "absent":[]                 | "absent":{}                  | "absent" should be a list of pairs
                    "absent":[]                 | "absent":[[99,99]]           | contradicts itself
                    "absent":[]                 | "absent":null                | "absent" is missing
                    "owner":                    | "boss":                      | claims[0]: "claims[0].owner" is missing
                    "id":"c1",                  | "id":"c1","x":1,             | "claims[0].x" is not known
                    "key":"trades/symbol=BTCUSDT| "key":"trades/symbol=ETHUSDT | claims[0]: "key" is of another symbol
                    "key":"trades/              | "key":"tr/                   | "claims[0].key" cannot be read
                    0000000019.parquet          | 0000900019.parquet           | a claim of BTCUSDT 10..900019 has 900010 ids
                    "reason":"rest_lags"        | "reason":"tired"             | "deferred[0].reason" cannot be read
                    "followed":1                | "followed":"1"               | "followed" should be a whole number
                    "headTime":"2026            | "headTime":"x2026            | "headTime" cannot be read
                    "ahead":{"id":50,           | "ahead":{                    | "ahead.id" is missing
                    "followed":1                | "ended":{"lastId":7}         | "ended.at" is missing
                    "followed":1                | "ended":{"lastId":-2,"at":"2026-01-01T00:00:00.000000Z"} | contradicts itself
                    "asked":[],                 | "asked":[],"ended":{"lastId":0,"at":"2026-01-01T00:00:00.000000Z"}, | followed, and ended
                    "symbol":"BTCUSDT"          | "symbol":"btcusdt"           | "symbol" cannot be read
                    "version":3                 | "version":3,"new":1          | "new" is not known to this version
                    """)
    void whatCannotBeReadIsRefusedByName(String from, String to, String message) {
        String spoiled = SMALL.replace(from.trim(), to == null ? "" : to.trim());
        assertThat(spoiled).isNotEqualTo(SMALL);

        assertThatThrownBy(() -> read(spoiled))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining(message.trim())
                .message()
                .containsIgnoringCase("checkpoint of BTCUSDT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"symbol":"BTCUSDT",
                    {"symbol":"BTCUSDT","symbol":"ETHUSDT"}
                    {} {}
                    {"symbol":"BTCUSDT","version":99999999999999999999}
                    """)
    void whatIsNotJsonIsRefusedWithItsPlace(String json) {
        assertThatThrownBy(() -> CheckpointJson.read(json, "row BTCUSDT of checkpoints.db"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageStartingWith("row BTCUSDT of checkpoints.db cannot be read as JSON: ");
    }

    private static Checkpoint read(String json) {
        return CheckpointJson.read(json, "test");
    }
}
