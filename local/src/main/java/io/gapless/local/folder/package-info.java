/// The archive as a plain folder.
@NullMarked
package io.gapless.local.folder;

import org.jspecify.annotations.NullMarked;
