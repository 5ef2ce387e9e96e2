/// The whole system as real processes that are killed, frozen, and cut off from each other at random.
@NullMarked
package io.gapless.local.chaos;

import org.jspecify.annotations.NullMarked;
