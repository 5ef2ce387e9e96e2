@NullMarked
package io.gapless.simulation;

import org.jspecify.annotations.NullMarked;
