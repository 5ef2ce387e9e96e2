package io.gapless.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What every refusal of bad input owes to whoever reads it.
public final class Refusals {
    /// Longest message, in characters.
    private static final int MAX_MESSAGE = 2_000;

    /// Most memory that one input of some kilobytes may take.
    private static final long MAX_BYTES_TAKEN = 16 << 20;

    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Refusals() {}

    /// The message says something, is bounded, and does no harm to a terminal.
    public static void assertReadable(String message) {
        assertThat(message).isNotBlank().hasSizeLessThan(MAX_MESSAGE);
        assertThat(message.replace('\n', ' ')).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
    }

    /// Runs it, and fails where it took memory out of proportion.
    public static void withinMemory(Runnable reading) {
        long before = MEMORY.getCurrentThreadAllocatedBytes();
        reading.run();
        assertThat(MEMORY.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_BYTES_TAKEN);
    }
}
