package io.gapless.infra.watching;

import java.util.Locale;

/// Every alarm, and the heading of its entry in `docs/operations.md`.
public enum Runbook {
    GAP_OPEN("something has been missing for a quarter of an hour"),
    UNARCHIVED_AGE("trades are held much longer than the flush interval"),
    LISTENER_SILENT("no trade has come in for five minutes"),
    REPAIR_FAILING("no run of the repair has ended well for a quarter of an hour"),
    BANNED("Binance has told the repair's address to stay away"),
    TASK_STOPPED("a listener ended by itself, or was not healthy"),
    DEAD_LETTERS("an event of the repair was lost on its way, or failed"),
    FRAGMENTED("the archive of a symbol is in many pieces"),
    DAY_NOT_SEALED(
            "a day has been over for half a day and is not sealed, or nothing was sealed at all"),
    ALARM_LOGGED("a program has logged something that people should see");

    private final String meaning;

    Runbook(String meaning) {
        this.meaning = meaning;
    }

    /// As in the alarm's name and the document's heading: `gap-open`.
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// In one sentence, for the alarm's mail.
    public String meaning() {
        return meaning;
    }

    String description() {
        return "Gapless: %s. What to do: docs/operations.md#%s".formatted(meaning, title());
    }
}
