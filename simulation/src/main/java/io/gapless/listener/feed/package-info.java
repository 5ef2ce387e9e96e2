/// The part of the simulation that stands in for sockets and their threads.
@NullMarked
package io.gapless.listener.feed;

import org.jspecify.annotations.NullMarked;
