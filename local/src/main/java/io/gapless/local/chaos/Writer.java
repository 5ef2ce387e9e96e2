package io.gapless.local.chaos;

/// The processes that write the archive.
enum Writer {
    LISTENER_1("listener 1"),
    LISTENER_2("listener 2"),
    REPAIR("repair");

    private final String title;

    Writer(String title) {
        this.title = title;
    }

    /// For people.
    String title() {
        return title;
    }

    boolean isListener() {
        return this != REPAIR;
    }
}
