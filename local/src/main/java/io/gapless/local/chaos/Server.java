package io.gapless.local.chaos;

import io.gapless.local.emulator.Emulator;
import java.util.Optional;

/// What the processes talk to.
enum Server {
    S3("S3", Optional.of(Emulator.S3)),
    DYNAMODB("DynamoDB", Optional.of(Emulator.DYNAMODB)),
    EXCHANGE("exchange", Optional.empty());

    private final String title;
    private final Optional<Emulator> emulator;

    Server(String title, Optional<Emulator> emulator) {
        this.title = title;
        this.emulator = emulator;
    }

    /// For people.
    String title() {
        return title;
    }

    /// The process behind it; empty for the exchange, which is never ended: it has the truth.
    Optional<Emulator> emulator() {
        return emulator;
    }
}
