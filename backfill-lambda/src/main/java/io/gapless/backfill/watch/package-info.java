/// What a run of the Lambda tells about the archive's health, and how runs keep apart.
@NullMarked
package io.gapless.backfill.watch;

import org.jspecify.annotations.NullMarked;
