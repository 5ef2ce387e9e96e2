/// The archive as Athena sees it: a table over the objects, views for people, and the queries one needs.
@NullMarked
package io.gapless.infra.catalogue;

import org.jspecify.annotations.NullMarked;
