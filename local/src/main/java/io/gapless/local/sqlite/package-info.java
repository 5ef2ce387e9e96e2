/// The checkpoints and marks in a SQLite file.
@NullMarked
package io.gapless.local.sqlite;

import org.jspecify.annotations.NullMarked;
