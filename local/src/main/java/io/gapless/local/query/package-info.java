/// Asking an archive: the views of `sql/duckdb/gapless.sql` in DuckDB, and a day as a picture.
@NullMarked
package io.gapless.local.query;

import org.jspecify.annotations.NullMarked;
