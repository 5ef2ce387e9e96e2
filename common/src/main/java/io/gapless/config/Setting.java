package io.gapless.config;

/// Every environment variable of Gapless. What deploys the programs sets them through these.
public enum Setting {
    SYMBOLS("comma separated, such as BTCUSDT,ETHUSDT, or *USDT for all pairs of a quote currency"),
    BUCKET("the archive's S3 bucket"),
    CHECKPOINT_TABLE("the DynamoDB table of checkpoints"),
    FLUSH_INTERVAL("how long trades are held before they are written, such as 60s or PT1M"),
    BATCH_TRADES("most trades in one object"),
    REORDER_GRACE("how long an id may be missing behind others before it is a gap, such as 3s"),
    MEMORY_LIMIT("most heap for held trades, in MB"),
    STOP_TIMEOUT("how long the listener may take to write everything at SIGTERM, such as 100s"),
    HEARTBEAT_FILE("a file that the listener touches while it works"),
    STALE_AFTER("how old an unarchived trade may be before the repair does the listener's work"),
    CLAIM_LIFE("how long a claim holds before others may take it over, such as 30s"),
    ABSENT_AFTER("how long after the first sight a second one proves that ids never existed"),
    VOID_AFTER("how long a claim that cannot be built waits before it is released"),
    TIME_BUDGET("how long one run of the repair may take, such as 50s"),
    CALLER("whose bans these are: one name per address that calls the exchange"),
    BINANCE_STREAM_URL("the exchange's WebSocket base, such as wss://stream.binance.com:9443"),
    BINANCE_REST_URL("the exchange's REST base, such as https://api.binance.com"),
    DUMP_URL("where the exchange's daily files are, such as https://data.binance.vision, or none"),
    WEIGHT_PER_MINUTE(
            "request weight that may be used per minute, of the 6000 that Binance allows");

    private final String meaning;

    Setting(String meaning) {
        this.meaning = meaning;
    }

    /// The variable's name: `GAPLESS_SYMBOLS`.
    public String variable() {
        return "GAPLESS_" + name();
    }

    /// What it is for, for people.
    public String meaning() {
        return meaning;
    }
}
