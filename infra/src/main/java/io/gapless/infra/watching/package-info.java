/// Dashboard, alarms, and who is told.
@NullMarked
package io.gapless.infra.watching;

import org.jspecify.annotations.NullMarked;
