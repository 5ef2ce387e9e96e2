/// The exchange's published daily files ("dumps"): where they are, how they are fetched, what is in them.
///
/// [io.gapless.dump.DumpHistory] is the port, [io.gapless.dump.HttpDumpHistory] asks the real host.
@NullMarked
package io.gapless.dump;

import org.jspecify.annotations.NullMarked;
