/// The commands of `./gapless`, one class each.
@NullMarked
package io.gapless.local.command;

import org.jspecify.annotations.NullMarked;
