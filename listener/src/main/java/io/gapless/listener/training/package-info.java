/// What a listener talks to while a cache of its classes is made: the least that lets it start, archive and end.
@NullMarked
package io.gapless.listener.training;

import org.jspecify.annotations.NullMarked;
