/// A batch is the content of one object of the archive: consecutive trades of one symbol and UTC date.
@NullMarked
package io.gapless.batch;

import org.jspecify.annotations.NullMarked;
