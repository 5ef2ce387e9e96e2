/// Ways from a process to a server that can be disturbed: cut, refused, late, slow, half-open.
@NullMarked
package io.gapless.local.link;

import org.jspecify.annotations.NullMarked;
