package io.gapless.local.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Holds a process to some processors, as a container would: one core by affinity, a part of one by
/// the kernel's bandwidth control, where this user may use it.
///
/// @param cpus how many processors
/// @param group the control group that enforces a part of a core; empty when nothing does
/// @param how what is used, for people
record CpuLimit(double cpus, List<Path> group, String how) implements AutoCloseable {
    /// The kernel's usual period, and that of ECS.
    private static final int PERIOD_MICROS = 100_000;

    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    static CpuLimit of(double cpus) {
        if (cpus >= Runtime.getRuntime().availableProcessors()) {
            return new CpuLimit(cpus, List.of(), "all processors");
        }
        if (cpus >= 1) {
            return new CpuLimit(cpus, List.of(), "taskset");
        }
        String name = "gapless-bench-" + ProcessHandle.current().pid();
        boolean unified = Files.exists(CGROUP.resolve("cgroup.controllers"));
        Path group = unified ? CGROUP.resolve(name) : CGROUP.resolve("cpu").resolve(name);
        long quota = Math.round(PERIOD_MICROS * cpus);
        try {
            Files.createDirectory(group);
            if (unified) {
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
            } else {
                Files.writeString(
                        group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
            }
            return new CpuLimit(
                    cpus,
                    List.of(group),
                    unified ? "cgroup v2 cpu.max" : "cgroup v1 cpu.cfs_quota_us");
        } catch (IOException e) {
            return new CpuLimit(
                    cpus,
                    List.of(),
                    "taskset alone: no control group can be made here (" + e.getMessage() + ")");
        }
    }

    /// The command, held to the limit.
    List<String> around(List<String> command) {
        List<String> held = new ArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        if (cpus < cores) {
            // The last cores: the first one is where the rest of the machine tends to be.
            int needed = (int) Math.ceil(cpus);
            held.addAll(List.of("taskset", "-c", (cores - needed) + "-" + (cores - 1)));
        }
        if (!group.isEmpty()) {
            held.addAll(
                    List.of(
                            "sh",
                            "-c",
                            "echo $$ > \"$0\" && exec \"$@\"",
                            group.getFirst().resolve("cgroup.procs").toString()));
        }
        held.addAll(command);
        return held;
    }

    @Override
    public void close() throws IOException {
        for (Path each : group) {
            Files.deleteIfExists(each);
        }
    }
}
