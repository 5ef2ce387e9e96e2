/// What can go wrong on command: one record per fault, and the catalogue that makes them from control requests.
@NullMarked
package io.gapless.exchange.fault;

import org.jspecify.annotations.NullMarked;
