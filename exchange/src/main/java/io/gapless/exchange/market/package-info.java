/// The market that everybody sees: tapes on the exchange's clock, with what was done to ids, history and times on command.
@NullMarked
package io.gapless.exchange.market;

import org.jspecify.annotations.NullMarked;
