/// The listener's process: configuration, start, the loop, the graceful end.
///
/// Start with [io.gapless.listener.Listener], which takes all its parts as parameters, and
/// [io.gapless.listener.ListenerMain], which puts them together on AWS.
@NullMarked
package io.gapless.listener;

import org.jspecify.annotations.NullMarked;
