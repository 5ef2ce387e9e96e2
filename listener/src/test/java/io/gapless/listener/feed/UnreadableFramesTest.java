package io.gapless.listener.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnreadableFramesTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(UnreadableFrames.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final FeedCounters counters = new FeedCounters();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final UnreadableFrames frames = new UnreadableFrames(() -> now, counters);

    @BeforeEach
    void listen() {
        log.start();
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void allAreCountedAndTheFirstOfAnHourAreKept() {
        add(1_000);

        assertThat(counters.unreadable.sum()).isEqualTo(1_000);
        assertThat(lines()).hasSize(UnreadableFrames.MAX_PER_HOUR);
        assertThat(log.list.getFirst().getKeyValuePairs().toString())
                .contains("connection=\"7\"", "problem=\"t is not an integer\"", "sample=\"{0\"");
    }

    @Test
    void theNextHourHasItsOwnAndTellsHowManyWerePassedOver() {
        add(30);
        now = now.plus(Duration.ofMinutes(59));
        add(1);
        assertThat(lines()).hasSize(UnreadableFrames.MAX_PER_HOUR);
        now = now.plus(Duration.ofMinutes(1));
        add(1);

        assertThat(lines()).hasSize(UnreadableFrames.MAX_PER_HOUR + 2);
        assertThat(log.list.get(UnreadableFrames.MAX_PER_HOUR).getKeyValuePairs().toString())
                .contains("frames=\"11\"");
    }

    @Test
    void aClockThatIsSetBackDoesNotSilenceThem() {
        add(30);
        now = now.minus(Duration.ofDays(3));
        add(1);
        assertThat(lines()).hasSize(UnreadableFrames.MAX_PER_HOUR + 2);
    }

    @Test
    void aMessageThatIsNoFrameIsKeptToo() {
        frames.add(7, new IllegalStateException("too long\u001b[31m"));
        assertThat(counters.unreadable.sum()).isOne();
        assertThat(log.list.getFirst().getKeyValuePairs().toString())
                .contains("problem=\"too long?[31m\"");
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            frames.add(7, new StreamFrame.Unreadable("t is not an integer", "{" + i));
        }
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
