/// Claim ▶ put ▶ commit as state machines that decide, and a runner that does.
///
/// A [io.gapless.protocol.Procedure] asks for one storage call at a time and is told the reply. So the
/// same class runs in the listener, in the repair, and in a simulation that loses, delays or doubles
/// any call and stops the process between any two.
@NullMarked
package io.gapless.protocol;

import org.jspecify.annotations.NullMarked;
