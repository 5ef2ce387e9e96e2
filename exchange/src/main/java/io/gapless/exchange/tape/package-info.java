/// What is traded: tapes are deterministic sources of trades, seeded or recorded, that know nothing of sockets, faults or the wall clock.
@NullMarked
package io.gapless.exchange.tape;

import org.jspecify.annotations.NullMarked;
