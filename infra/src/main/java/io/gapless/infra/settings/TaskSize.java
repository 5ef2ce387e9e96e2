package io.gapless.infra.settings;

import java.util.List;
import java.util.Map;

/// What Fargate sells.
///
/// @param cpu in units of 1/1024 of a core
/// @param memory in MB
public record TaskSize(int cpu, int memory) {
    /// The sizes up to two cores; the listener has no use for more.
    private static final Map<Integer, List<Integer>> SOLD =
            Map.of(
                    256, List.of(512, 1024, 2048),
                    512, List.of(1024, 2048, 3072, 4096),
                    1024, List.of(2048, 3072, 4096, 5120, 6144, 7168, 8192),
                    2048, List.of(4096, 5120, 6144, 7168, 8192, 12288, 16384));

    public TaskSize {
        if (!SOLD.getOrDefault(cpu, List.of()).contains(memory)) {
            throw new IllegalArgumentException(
                    "Fargate has no such task; expected one of 256/512, 256/1024, 512/1024, 512/2048, 1024/2048 and so on");
        }
    }

    static TaskSize of(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !text.matches("\\d{1,6}/\\d{1,6}")) {
            throw new IllegalArgumentException("expected CPU units and MB, such as 256/512");
        }
        return new TaskSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
}
