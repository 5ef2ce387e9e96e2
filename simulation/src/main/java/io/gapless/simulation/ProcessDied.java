package io.gapless.simulation;

/// Unwinds what a process was doing when it was killed. Nothing that is done on the way out has any
/// effect.
final class ProcessDied extends Error {
    ProcessDied() {
        super("killed", null, false, false);
    }
}
