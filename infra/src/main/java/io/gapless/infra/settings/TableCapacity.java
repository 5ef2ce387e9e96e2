package io.gapless.infra.settings;

/// How DynamoDB is paid for.
public sealed interface TableCapacity {
    /// By the request.
    record OnDemand() implements TableCapacity {}

    /// By the hour, 25 of each free of charge in an account.
    record Provisioned(int read, int write) implements TableCapacity {
        /// Enough for any listener, and far below an account's quota.
        static final int MOST = 1_000;

        public Provisioned {
            if (read < 1 || read > MOST || write < 1 || write > MOST) {
                throw new IllegalArgumentException("expected 1 to " + MOST + " units of each");
            }
        }
    }

    static TableCapacity of(String text) {
        if (text.equals("on-demand")) {
            return new OnDemand();
        }
        if (!text.matches("\\d{1,5}/\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "expected on-demand, or read/write units such as 5/5");
        }
        int slash = text.indexOf('/');
        return new Provisioned(
                Integer.parseInt(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }
}
