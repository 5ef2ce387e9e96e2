/// The command line: everything that Gapless does in the cloud, on one machine.
@NullMarked
package io.gapless.local;

import org.jspecify.annotations.NullMarked;
