package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.trade.Symbol;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamShardTest {
    private static final FeedSettings SETTINGS = FeedSettings.of(FeedSettings.BINANCE);

    @Test
    void fifteenHundredSymbolsAreDividedEvenlyOverTwoConnections() {
        List<StreamShard> plan = StreamShard.plan(FeedWorld.symbols(1_500), SETTINGS);

        assertThat(plan).hasSize(2).allMatch(shard -> shard.names().size() == 750);
        assertThat(plan.stream().flatMap(shard -> shard.names().stream()))
                .hasSize(1_500)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 199, 999, 1_000, 1_001, 1_024, 1_500, 3_001})
    void everySymbolIsInExactlyOnePlaceAndEveryLimitIsKept(int count) {
        for (StreamShard shard : StreamShard.plan(FeedWorld.symbols(count), SETTINGS)) {
            assertThat(shard.names()).hasSizeBetween(1, 1_000);
            assertThat(shard.url().toString().length()).isLessThanOrEqualTo(8_000);
            assertThat(shard.beyondUrl()).allMatch(part -> part.size() <= 100);
            String query = shard.url().getQuery();
            String[] inUrl = query.substring("streams=".length(), query.indexOf('&')).split("/");
            assertThat(
                            Stream.concat(
                                    Stream.of(inUrl),
                                    shard.beyondUrl().stream().flatMap(List::stream)))
                    .containsExactlyElementsOf(shard.names());
        }
    }

    @Test
    void theAddressIsFilledBeforeAnythingIsLeftForRequests() {
        StreamShard shard = StreamShard.plan(FeedWorld.symbols(1_000), SETTINGS).getFirst();

        assertThat(shard.url().toString().length()).isGreaterThan(7_980);
        assertThat(shard.beyondUrl()).isNotEmpty();
        assertThat(StreamShard.plan(FeedWorld.symbols(400), SETTINGS).getFirst().beyondUrl())
                .isEmpty();
    }

    @Test
    void namesAreLowerCaseAndNamesBeyondAsciiAreEncoded() {
        StreamShard shard =
                StreamShard.plan(List.of(Symbol.of("BTCUSDT@2"), Symbol.of("币安USDT")), SETTINGS)
                        .getFirst();

        assertThat(shard.url())
                .hasToString(
                        "wss://stream.binance.com:9443/stream?streams=btcusdt@trade/%E5%B8%81%E5%AE%89usdt@trade&timeUnit=MICROSECOND");
        assertThat(shard.names()).containsExactly("btcusdt@trade", "币安usdt@trade");
    }

    @Test
    void aFeedOfNoSymbolsIsRefused() {
        assertThatThrownBy(() -> StreamShard.plan(List.of(), SETTINGS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://127.0.0.1:8080",
                "ws://127.0.0.1:8080/",
                "ws://127.0.0.1:8080/ws",
                "ws://127.0.0.1:8080/stream",
                "ws://127.0.0.1:8080/stream/"
            })
    void thePathOfTheExchangeNeedNotBeWritten(String address) {
        assertThat(FeedSettings.of(URI.create(address)).streamUrl())
                .hasToString("ws://127.0.0.1:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://binance.com", "stream.binance.com:9443", "ws:/x", "ws://h?a=b"})
    void whatIsNoStreamAddressIsRefusedWithAnExample(String address) {
        assertThatThrownBy(() -> FeedSettings.of(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address)
                .hasMessageContaining("wss://stream.binance.com:9443");
    }
}
