/// The files that the exchange publishes of each past day: zips of CSV with checksums, as `data.binance.vision` has them, and what may be wrong with them.
@NullMarked
package io.gapless.exchange.dump;

import org.jspecify.annotations.NullMarked;
