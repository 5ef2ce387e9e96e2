package io.gapless.local.rehearsal;

/// What is done to the archive behind its back when all is proved, and what the next check has to notice.
public enum Sabotage {
    /// Nothing.
    none,
    /// An object under `trades/` is deleted.
    delete,
    /// A row under `trades/` gets another price, and its file a good checksum.
    change,
    /// An object under `trades/` is there once more, under another key.
    twice,
}
