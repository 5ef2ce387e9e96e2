/// What a listener does before it subscribes to anything: it refuses what cannot work, and writes
/// from which id on each symbol is followed.
///
/// Start with [io.gapless.listener.start.Startup].
@NullMarked
package io.gapless.listener.start;

import org.jspecify.annotations.NullMarked;
