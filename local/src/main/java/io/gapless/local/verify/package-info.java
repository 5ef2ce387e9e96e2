/// Reads an archive back, every row of it, and says whether it holds what it promises.
@NullMarked
package io.gapless.local.verify;

import org.jspecify.annotations.NullMarked;
