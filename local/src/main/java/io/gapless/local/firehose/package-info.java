/// An exchange that sends trades as fast as they are taken, for benchmarks: a process of its own.
@NullMarked
package io.gapless.local.firehose;

import org.jspecify.annotations.NullMarked;
