/// What the fuzz tests of all modules share.
@NullMarked
package io.gapless.fuzz;

import org.jspecify.annotations.NullMarked;
