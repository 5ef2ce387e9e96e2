/// Trades, their ids, and sets of ids. Pure values: no I/O, no clock.
@NullMarked
package io.gapless.trade;

import org.jspecify.annotations.NullMarked;
