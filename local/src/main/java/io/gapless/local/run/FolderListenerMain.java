package io.gapless.local.run;

/// The listener over a folder and SQLite, as a program of its own.
public final class FolderListenerMain {
    /// The folder's environment variable.
    public static final String DATA_DIR = "GAPLESS_DATA_DIR";

    private FolderListenerMain() {}
}
