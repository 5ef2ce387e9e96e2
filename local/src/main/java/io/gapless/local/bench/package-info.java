/// Benchmarks, by whole processes: `gapless bench`.
@NullMarked
package io.gapless.local.bench;

import org.jspecify.annotations.NullMarked;
