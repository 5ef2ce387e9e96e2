/// The whole system on a simulated clock: one seed is one world, and exactly one thing happens at a
/// time. The classes that run in production meet a market, stores and a network that fail as the seed
/// says; what must hold is looked at after every change, and what must come true at the end.
///
/// Start reading at [io.gapless.simulation.Simulation].
@NullMarked
package io.gapless.simulation;

import org.jspecify.annotations.NullMarked;
