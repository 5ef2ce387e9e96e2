/// What the exchange counted, for assertions.
@NullMarked
package io.gapless.exchange.counter;

import org.jspecify.annotations.NullMarked;
