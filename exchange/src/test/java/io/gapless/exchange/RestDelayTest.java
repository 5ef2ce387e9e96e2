package io.gapless.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.exchange.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestDelayTest {
    private static final String TIME = "/api/v3/time";

    private final HandClock clock = new HandClock(Instant.parse("2026-03-01T12:00:10Z"));
    private final SimulatedExchange exchange =
            SimulatedExchange.start(ExchangeSettings.seeded("BTCUSDT").withClock(clock));
    private final RestClient client = new RestClient(exchange);

    @AfterEach
    void stop() {
        exchange.close();
    }

    @Test
    void aFarAwayExchangeCountsACallWhenItComesAndItsReplyTakesItsTime() throws Exception {
        exchange.faults().inject(new Fault.RestDelay(Duration.ofMillis(300)));

        CompletableFuture<RestClient.Answer> answer = client.getLater(TIME);
        while (exchange.counters().calls("time") == 0) {
            Thread.onSpinWait();
        }
        clock.pass(Duration.ofMillis(299));
        // Control is not delayed, and is answered on the same thread after a look at what is due.
        assertThat(client.get("/control/counters").status()).isEqualTo(200);
        assertThat(answer).isNotDone();
        clock.pass(Duration.ofMillis(1));

        assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void clearedItIsNearAgain() {
        client.post("/control/faults?fault=rest-delay&delay=PT1H");
        client.delete("/control/faults");

        assertThat(client.get(TIME).status()).isEqualTo(200);
    }
}
