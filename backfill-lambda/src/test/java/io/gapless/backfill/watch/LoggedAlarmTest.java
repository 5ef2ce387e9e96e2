package io.gapless.backfill.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.trade.Symbol;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The metric filter of the deploy finds the key where the shipped encoder puts it.
class LoggedAlarmTest {
    @Test
    void theLineOfAConflictHasItsKeyWhereTheFilterLooks() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(LoggedAlarmTest.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setAdditive(false);
        log.addAppender(lines);
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(log.getLoggerContext());
        encoder.start();

        LoggedAlarm.conflict(log, Symbol.of("BTCUSDT"), 3, "150: this, and that");

        JsonNode line = new JsonMapper().readTree(encoder.encode(lines.list.getFirst()));
        assertThat(LoggedAlarm.PATTERN_KEY).isEqualTo("$.kvpList[0].alarm");
        assertThat(line.at("/kvpList/0/alarm").asText()).isEqualTo("CONFLICT");
        assertThat(line.path("kvpList").toString()).contains("BTCUSDT", "3", "150: this, and that");
        assertThat(Files.readString(Path.of("src/main/lambda/logback.xml")))
                .contains("\"" + JsonEncoder.class.getName() + "\"");
    }
}
