package io.gapless.infra.settings;

/// Every setting of a deploy: `-c key=value`. The table in `docs/operations.md` has the same rows.
public enum ContextKey {
    SYMBOLS(
            "symbols",
            "",
            "comma separated, such as BTCUSDT,ETHUSDT, or *USDT for all pairs of a quote currency; they are followed from now on"),
    PAST_SYMBOLS(
            "pastSymbols", "", "archived once and not followed any more: Athena still finds them"),
    NAME("name", "gapless", "of the stack, and the beginning of every other name; one per archive"),
    REGION("region", "ap-northeast-1", "where to run; not where Binance refuses service"),
    FLUSH_INTERVAL(
            "flushInterval",
            "60s",
            "how long trades are held before they are written; longer is cheaper"),
    LISTENERS("listeners", "1", "1, or 2: both active, each in a subnet (and zone) of its own"),
    CAPACITY(
            "capacity",
            "on-demand",
            "on-demand, or spot: cheaper, and replaced when AWS wants it back"),
    TASK("task", "256/512", "CPU units and MB of memory of a listener, as Fargate sells them"),
    SCHEDULE("schedule", "1m", "between two runs of the repair, in whole minutes"),
    STALE_AFTER(
            "staleAfter",
            "3m",
            "how old an unarchived trade may be before the repair does the listener's work"),
    WEIGHT_PER_MINUTE(
            "weightPerMinute",
            "3000",
            "request weight used per minute, of the 6,000 that Binance allows"),
    ALARM_EMAIL(
            "alarmEmail",
            "",
            "who is told of alarms, and of the budget; AWS asks for confirmation once"),
    MONTHLY_BUDGET(
            "monthlyBudget",
            "25",
            "USD a month of the whole account, told to alarmEmail at 80 % and 100 %"),
    LOG_RETENTION("logRetention", "14", "days that logs are kept"),
    BUCKET_NAME("bucketName", "", "of the archive; otherwise name-account-region"),
    ARCHIVE(
            "archive",
            "new",
            "new, or existing: bucket and table of an earlier deploy are used as they are"),
    TABLE_CAPACITY(
            "tableCapacity",
            "on-demand",
            "on-demand, or read/write units such as 5/5 for the free tier"),
    VPC("vpc", "", "an existing VPC; subnets are needed too"),
    SUBNETS(
            "subnets",
            "",
            "public subnets of that VPC, comma separated, one for each listener at least"),
    ARCHIVE_FROM(
            "archiveFrom",
            "2026-01-01",
            "the first day that Athena looks for; set it back before fetching older history"),
    SCAN_LIMIT("scanLimit", "100", "GB that one Athena query may read before it is cancelled"),
    EMULATOR(
            "emulator",
            "false",
            "true leaves out what moto_server cannot make; for the project's own test only");

    private final String key;
    private final String otherwise;
    private final String meaning;

    ContextKey(String key, String otherwise, String meaning) {
        this.key = key;
        this.otherwise = otherwise;
        this.meaning = meaning;
    }

    /// As on the command line.
    public String key() {
        return key;
    }

    /// The default as the user would write it; empty where there is none.
    public String otherwise() {
        return otherwise;
    }

    /// For people.
    public String meaning() {
        return meaning;
    }
}
