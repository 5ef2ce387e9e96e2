/// What `./gapless` runs before the command line itself: it brings the jars up to date with their sources. Started from
/// its source files when there is no jar yet, so it uses nothing but the JDK.
@NullMarked
package io.gapless.local.build;

import org.jspecify.annotations.NullMarked;
