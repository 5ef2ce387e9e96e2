/// What a test asks of the exchange beside Binance's protocol: faults, the truth, the counts.
@NullMarked
package io.gapless.exchange.control;

import org.jspecify.annotations.NullMarked;
