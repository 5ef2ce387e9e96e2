/// Where an archive is: a folder of this machine, or a bucket and a table.
@NullMarked
package io.gapless.local.place;

import org.jspecify.annotations.NullMarked;
