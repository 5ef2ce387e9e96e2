package io.gapless.dump;

/// The rows of a dump do not ascend by id: rare, and no fault. Read it again by
/// [DailyDump#sortedRows]; the rows that came before this are right, but there may be others between
/// them.
public final class UnorderedDumpException extends BrokenDumpException {
    UnorderedDumpException(String message) {
        super(message);
    }
}
