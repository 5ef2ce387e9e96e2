package io.gapless.local.bench;

import java.util.List;
import java.util.Map;

/// How the listener's JVM is started in a container of 512 MB: as `listener/Dockerfile` does it.
public final class ListenerMemory {
    /// A heap of fixed size that is touched at the start: what is too much shows at once, and what
    /// grows later is not the heap. What the compiler and the adapters have freed goes back to the
    /// kernel twice a minute, where glibc would keep it.
    public static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms296m",
                    "-Xmx296m",
                    "-Xmn64m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:MaxMetaspaceSize=96m",
                    "-XX:ReservedCodeCacheSize=48m",
                    "-XX:MaxDirectMemorySize=48m",
                    "-Xss512k",
                    "-XX:TrimNativeHeapInterval=30000",
                    "-XX:+ExitOnOutOfMemoryError");

    /// glibc keeps memory back in up to eight arenas per core; two are enough.
    public static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

    private ListenerMemory() {}
}
