/// The repair: takes over what writers left behind, fills gaps and stale tails from the exchange's
/// history, and works off what ad-hoc backfills asked for.
///
/// [io.gapless.backfill.repair.RepairPlanner] and [io.gapless.backfill.repair.PageWalk] decide without
/// clock and I/O; [io.gapless.backfill.repair.Repair] does what they say.
@NullMarked
package io.gapless.backfill.repair;

import org.jspecify.annotations.NullMarked;
