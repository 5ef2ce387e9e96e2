package io.gapless.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.backfill.BackfillRequest.Asked;
import io.gapless.backfill.BackfillRequest.Manual;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillRequestParserTest {
    private static final Symbol BTC = Symbol.of("BTCUSDT");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                // EventBridge's classic rule
                """
                {"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
                 "detail-type":"Scheduled Event","source":"aws.events","account":"123456789012",
                 "time":"2026-10-08T16:53:06Z","region":"ap-northeast-1",
                 "resources":["arn:aws:events:ap-northeast-1:123456789012:rule/repair"],"detail":{}}\
                """,
                // EventBridge Scheduler without an input of its own
                """
                {"version":"0","id":"5f39c13d-4f70-4c4b-ae30-1ba1e4ba1f94",
                 "detail-type":"Scheduled Event","source":"aws.scheduler","account":"123456789012",
                 "time":"2026-10-08T16:53:00Z","region":"ap-northeast-1",
                 "resources":["arn:aws:scheduler:ap-northeast-1:123456789012:schedule/default/repair"],
                 "detail":"{}"}\
                """
            })
    void aScheduledEventRepairsWhateverIsMissing(String event) throws Exception {
        assertThat(parse(event)).isEqualTo(BackfillRequest.Scheduled.ALL);
    }

    @Test
    void idsAreAskedForWithBothEnds() throws Exception {
        assertThat(parse("{\"symbol\":\"BTCUSDT\",\"fromId\":3071245454,\"toId\":3071248597}"))
                .isEqualTo(manual(new Asked.Ids(BTC, new TradeIdRange(3071245454L, 3071248597L))));
    }

    @Test
    void timesAreInstantsOrDates() throws Exception {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant to = Instant.parse("2026-01-02T00:00:00Z");
        Manual expected = manual(new Asked.Times(BTC, from, to));

        assertThat(
                        parse(
                                "{\"symbol\":\"BTCUSDT\",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\"}"))
                .isEqualTo(expected);
        assertThat(parse("{\"symbol\":\"BTCUSDT\",\"from\":\"2026-01-01\",\"to\":\"2026-01-02\"}"))
                .isEqualTo(expected);
    }

    @Test
    void everythingAskedForIsWithdrawnOrSomeIds() throws Exception {
        assertThat(parse("{\"cancel\":\"BTCUSDT\"}"))
                .isEqualTo(manual(new Asked.Cancel(BTC, Optional.empty())));
        assertThat(parse("{\"cancel\":{\"symbol\":\"BTCUSDT\",\"fromId\":17,\"toId\":42}}"))
                .isEqualTo(manual(new Asked.Cancel(BTC, Optional.of(new TradeIdRange(17, 42)))));
    }

    @Test
    void severalThingsAreAskedForAtOnceInTheirOrder() throws Exception {
        assertThat(
                        parse(
                                "[{\"symbol\":\"BTCUSDT\",\"fromId\":1,\"toId\":2},{\"cancel\":\"BTCUSDT\"}]"))
                .isEqualTo(
                        manual(
                                new Asked.Ids(BTC, new TradeIdRange(1, 2)),
                                new Asked.Cancel(BTC, Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "17",
                "\"BTCUSDT\"",
                "[]",
                "[[]]",
                "{\"symbol\":\"BTCUSDT\"}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":1}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":1,\"toId\":2,\"from\":\"2026-01-01\"}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":2,\"toId\":1}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":-1,\"toId\":1}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":1.5,\"toId\":2}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":\"1\",\"toId\":\"2\"}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":1,\"toId\":99999999999999999999}",
                "{\"symbol\":\"BTCUSDT\",\"fromId\":0,\"toId\":10000000000}",
                "{\"symbol\":\"\",\"fromId\":1,\"toId\":2}",
                "{\"symbol\":7,\"fromId\":1,\"toId\":2}",
                "{\"symbol\":\"../BTC\",\"fromId\":1,\"toId\":2}",
                "{\"symbol\":\"BTCUSDT\",\"from\":\"yesterday\",\"to\":\"2026-01-02\"}",
                "{\"symbol\":\"BTCUSDT\",\"from\":\"2026-01-02\",\"to\":\"2026-01-01\"}",
                "{\"symbol\":\"BTCUSDT\",\"from\":\"1999-01-02\",\"to\":\"2026-01-01\"}",
                "{\"cancel\":17}",
                "{\"cancel\":{\"symbol\":\"BTCUSDT\",\"fromId\":1}}",
                "{\"detail-type\":\"Scheduled Event\",\"symbol\":\"BTCUSDT\"}",
                "{\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{}}",
                "{\"Records\":[]}"
            })
    void anythingElseIsRefusedWithTheFormsThatAreAccepted(String event) {
        assertThatThrownBy(() -> parse(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Event refused: ")
                .hasMessageContaining("{\"symbol\":\"BTCUSDT\",\"fromId\":3071245454")
                .hasMessageContaining("{\"cancel\":\"BTCUSDT\"}");
    }

    @Test
    void moreThingsThanTheLimitAreRefused() {
        String many =
                IntStream.rangeClosed(0, BackfillRequestParser.MAX_ASKED)
                        .mapToObj(_ -> "{\"cancel\":\"BTCUSDT\"}")
                        .collect(Collectors.joining(",", "[", "]"));

        assertThatThrownBy(() -> parse(many)).hasMessageContaining("a list of 101");
    }

    @Test
    void aLongEventIsQuotedInPart() {
        assertThatThrownBy(() -> parse("[\"" + "x".repeat(10_000) + "\"]"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    }

    private static Manual manual(Asked... asked) {
        return new Manual(List.of(asked));
    }

    private static BackfillRequest parse(String event) throws JsonProcessingException {
        return BackfillRequestParser.parse(new JsonMapper().readTree(event));
    }
}
