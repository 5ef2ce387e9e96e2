/// What surrounds a function in Lambda, for its zip to run on any machine.
@NullMarked
package io.gapless.lambda;

import org.jspecify.annotations.NullMarked;
