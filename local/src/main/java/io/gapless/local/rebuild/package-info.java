/// Checkpoints made anew from the objects, when the table is lost.
@NullMarked
package io.gapless.local.rebuild;

import org.jspecify.annotations.NullMarked;
