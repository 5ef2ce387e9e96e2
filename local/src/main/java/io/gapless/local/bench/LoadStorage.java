package io.gapless.local.bench;

import io.gapless.local.place.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where a listener under load writes, and which program it is that can.
interface LoadStorage extends AutoCloseable {
    /// What the listener finds it by.
    Map<String, String> env();

    /// Class path and main class of the listener.
    List<String> classPathAndMain();

    /// For a look at it; the caller closes it.
    Stores open();

    /// Where the objects lie as files, so that one can see when each of them became readable.
    Path objects();

    @Override
    default void close() throws IOException {}
}
