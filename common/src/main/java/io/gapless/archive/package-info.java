/// The archive protocol: claim ▶ put ▶ commit over two ports, an object store and a checkpoint table.
@NullMarked
package io.gapless.archive;

import org.jspecify.annotations.NullMarked;
