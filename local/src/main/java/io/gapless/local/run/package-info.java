/// `gapless run`: the whole system on one machine, with its own exchange, and with the proof at its end.
@NullMarked
package io.gapless.local.run;

import org.jspecify.annotations.NullMarked;
