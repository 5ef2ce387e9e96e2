package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionHandleTest {
    private final ConnectionHandle handle = new ConnectionHandle(Duration.ZERO);
    private final List<String> cut = new ArrayList<>();

    @Test
    void everyWayToCutIsUsedOnce() {
        handle.cutBy(() -> cut.add("transport"));
        handle.cutBy(() -> cut.add("socket"));
        assertThat(cut).isEmpty();

        handle.cut();
        handle.cut();
        assertThat(cut).containsExactly("transport", "socket");
    }

    @Test
    void whatOpensAfterTheCutIsCutAtOnce() {
        handle.cut();
        handle.cutBy(() -> cut.add("late"));
        assertThat(cut).containsExactly("late");
    }

    @Test
    void anUpgradeIsNoRefusal() {
        assertThat(handle.refusal()).isEmpty();
        handle.answered(response(101, "Switching Protocols", "retry-after", "5"));
        assertThat(handle.refusal()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 960, 960",
        "retry-after, ' 7 ', 7",
        "RETRY-AFTER, 0, 0",
        "Retry-After, -5, ",
        "Retry-After, 1e9, ",
        "Retry-After, 99999999999999999999, ",
        "Retry-After, '', ",
        "X-Other, 5, "
    })
    void aRefusalSaysWhenToReturnIfTheAnswerDoes(String header, String value, Long seconds) {
        handle.answered(response(418, "I'm a teapot", header, value));

        assertThat(handle.refusal())
                .contains(
                        new ConnectFailure(
                                OptionalInt.of(418),
                                Optional.ofNullable(seconds).map(Duration::ofSeconds),
                                "I'm a teapot"));
    }

    @Test
    void aBanLongerThanAnyDocumentedOneIsNotBelieved() {
        ConnectFailure failure =
                new ConnectFailure(
                        OptionalInt.of(418), Optional.of(Duration.ofDays(30_000)), "banned");
        assertThat(failure.pause(Duration.ofMinutes(5))).contains(Duration.ofDays(3));
        assertThat(failure.sentence(URI.create("wss://exchange.test:9443/stream?streams=a@trade")))
                .startsWith("wss://exchange.test:9443 has banned this address (HTTP 418)");
    }

    private static TyrusUpgradeResponse response(
            int status, String phrase, String header, String value) {
        TyrusUpgradeResponse response = new TyrusUpgradeResponse();
        response.setStatus(status);
        response.setReasonPhrase(phrase);
        response.getHeaders().put(header, List.of(value));
        return response;
    }
}
