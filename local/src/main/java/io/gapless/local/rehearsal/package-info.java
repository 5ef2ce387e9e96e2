/// Everything together, as one story: years brought in from bad dumps, joined to a live run, sealed, certified and queried.
@NullMarked
package io.gapless.local.rehearsal;

import org.jspecify.annotations.NullMarked;
