package io.gapless.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gapless.binance.Refusal.BadRequest;
import io.gapless.binance.Refusal.Ban;
import io.gapless.binance.Refusal.Banned;
import io.gapless.binance.Refusal.Forbidden;
import io.gapless.binance.Refusal.RateLimited;
import io.gapless.binance.Refusal.RegionBlocked;
import io.gapless.binance.Refusal.Unavailable;
import io.gapless.binance.Refusal.UnknownSymbol;
import io.gapless.trade.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalReaderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ASKED = "trades of BTCUSDT from id 17 at api.binance.com";
    private static final String TOO_MANY =
            "{\"code\":-1003,\"msg\":\"Too much request weight used\"}";

    @Test
    void retryAfterIsCountedInSecondsFromNow() {
        assertThat(until(read(429, "7", TOO_MANY))).isEqualTo(NOW.plusSeconds(8));
        assertThat(until(read(418, "960", ""))).isEqualTo(NOW.plusSeconds(961));
    }

    @Test
    void retryAfterMayBeADate() {
        assertThat(until(read(429, "Sun, 01 Mar 2026 12:00:30 GMT", "")))
                .isEqualTo(NOW.plusSeconds(31));
    }

    @Test
    void withoutRetryAfterTheTextNamesTheEnd() {
        String body =
                "{\"code\":-1003,\"msg\":\"Way too much request weight used; IP banned until %d. Please use the websocket\"}"
                        .formatted(NOW.plusSeconds(300).toEpochMilli());

        assertThat(until(read(418, null, body))).isEqualTo(NOW.plusSeconds(301));
        assertThat(until(read(418, "10", body))).isEqualTo(NOW.plusSeconds(301));
        assertThat(until(read(418, "600", body))).isEqualTo(NOW.plusSeconds(601));
        assertThat(read(200, null, body)).isInstanceOf(Banned.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "99999999999999999999"})
    void aRetryAfterThatMeansNothingIsReplacedByAUsualWait(String header) {
        assertThat(until(read(429, header, ""))).isEqualTo(NOW.plusSeconds(61));
        assertThat(until(read(418, header, ""))).isEqualTo(NOW.plusSeconds(601));
    }

    @Test
    void noBanIsBelievedToBeLongerThanTheLongestThereIsOrOverAlready() {
        assertThat(until(read(418, "99999999", "")))
                .isEqualTo(NOW.plus(Duration.ofDays(3)).plusSeconds(1));
        assertThat(until(read(429, "0", ""))).isEqualTo(NOW.plusSeconds(1));
        assertThat(until(read(429, "Sun, 01 Mar 2020 12:00:30 GMT", "")))
                .isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void theFirewallIsLeftAloneForFiveToTenMinutes() {
        assertThat(until(read(403, null, "<HTML><H1>403 ERROR</H1></HTML>")))
                .isBetween(NOW.plusSeconds(300), NOW.plusSeconds(600));
        assertThat(until(read(403, "1", ""))).isAfter(NOW.plusSeconds(300));
        assertThat(until(read(403, "1800", ""))).isEqualTo(NOW.plusSeconds(1_801));
    }

    @Test
    void aBlockedRegionSaysWhatToDo() {
        Refusal refusal = read(451, null, "{\"code\":0,\"msg\":\"restricted location\"}");

        assertThat(until(refusal)).isEqualTo(NOW.plusSeconds(3_600));
        assertThat(refusal.sentence())
                .contains("451", "ap-northeast-1", "restricted location", ASKED);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1000, -1001, -1006, -1007, -1008, -1016})
    void passingTroubleOfTheExchangeMayPassWhateverItsStatus(int code) {
        String body = "{\"code\":" + code + ",\"msg\":\"trouble\"}";
        assertThat(read(400, null, body)).isInstanceOf(Unavailable.class);
        assertThat(read(503, null, body).mayPass()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408})
    void troubleOnTheWayMayPass(int status) {
        Refusal refusal = read(status, null, "");
        assertThat(refusal).isInstanceOf(Unavailable.class);
        assertThat(refusal.sentence()).contains(Integer.toString(status));
    }

    @Test
    void anUnknownOrImpossibleSymbolIsNamed() {
        assertThat(read(400, null, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}"))
                .isInstanceOf(UnknownSymbol.class);
        assertThat(
                        read(
                                400,
                                null,
                                "{\"code\":-1100,\"msg\":\"Illegal characters found in parameter 'symbol'; legal range"
                                        + " is '^[A-Z0-9-_.]{1,20}$'.\"}"))
                .isInstanceOf(UnknownSymbol.class);
    }

    @Test
    void aRequestThatIsNotAcceptedWillNotPass() {
        Refusal refusal =
                read(
                        400,
                        null,
                        "{\"code\":-1100,\"msg\":\"Illegal characters found in parameter 'endTime'\"}");

        assertThat(refusal).isInstanceOf(BadRequest.class);
        assertThat(refusal.mayPass()).isFalse();
        assertThat(refusal.sentence()).contains("-1100", "endTime", ASKED);
        assertThat(read(404, null, "<html>nginx")).isInstanceOf(BadRequest.class);
        assertThat(read(302, null, "")).isInstanceOf(BadRequest.class);
    }

    @Test
    void whatIsQuotedIsShortAndHarmlessToATerminal() {
        Refusal refusal = read(404, null, "\u001b[31m" + "x\n".repeat(100_000));

        assertThat(refusal.sentence()).hasSizeLessThan(600).doesNotContain("\u001b", "\n");
    }

    @Test
    void bodiesThatAreNotObjectsDoNoHarm() {
        for (String body :
                new String[] {"[]", "null", "7", "{", "{\"code\":\"x\",\"msg\":7}", "{}"}) {
            assertThat(read(500, null, body)).isInstanceOf(Unavailable.class);
            assertThat(read(400, null, body)).isInstanceOf(BadRequest.class);
        }
    }

    @Test
    void theErrorsThatPeopleMetAreToldApart() throws Exception {
        Path file = Recordings.folder().resolve("snippets/errors.jsonl");
        assumeThat(file).exists();
        int seen = 0;
        for (String line : Files.readAllLines(file)) {
            JsonNode error = new ObjectMapper().readTree(line);
            if (!error.path("kind").asText().equals("http")) {
                continue;
            }
            String retryAfter =
                    error.hasNonNull("retry_after_s") ? error.get("retry_after_s").asText() : null;
            String body = error.path("body").asText("");
            Refusal refusal = read(error.path("status").asInt(400), retryAfter, body);
            assertThat(refusal)
                    .as(line)
                    .isInstanceOf(expected(error.path("status").asInt(400), body));
            assertThat(refusal.sentence()).contains(ASKED);
            if (retryAfter != null) {
                assertThat(until(refusal))
                        .isEqualTo(NOW.plusSeconds(Long.parseLong(retryAfter) + 1));
            }
            seen++;
        }
        assertThat(seen).isGreaterThan(10);
    }

    private static Class<? extends Refusal> expected(int status, String body) {
        return switch (status) {
            case 418 -> Banned.class;
            case 429 -> RateLimited.class;
            case 451 -> RegionBlocked.class;
            case 403 -> Forbidden.class;
            case 502 -> Unavailable.class;
            default -> body.contains("-1121") ? UnknownSymbol.class : BadRequest.class;
        };
    }

    private static Refusal read(int status, String retryAfter, String body) {
        return RefusalReader.read(ASKED, status, Optional.ofNullable(retryAfter), body, NOW);
    }

    private static Instant until(Refusal refusal) {
        return ((Ban) refusal).until();
    }
}
