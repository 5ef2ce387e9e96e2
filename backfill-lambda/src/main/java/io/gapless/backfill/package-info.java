/// The backfill Lambda: what an invocation means, and what is done about it.
@NullMarked
package io.gapless.backfill;

import org.jspecify.annotations.NullMarked;
