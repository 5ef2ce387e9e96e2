package io.gapless.binance;

import java.time.Instant;
import java.util.Optional;

/// What a reply tells apart from its body, whatever the body says.
///
/// @param sentAt by our clock
/// @param receivedAt by our clock, `sentAt` or later
/// @param date the exchange's clock when it replied, cut to the second (HTTP's `Date`), if told
/// @param usedWeight what this address has used of the exchange's current minute, this request
///     included and other processes' too (`X-MBX-USED-WEIGHT-1M`), if told
public record Receipt(
        Instant sentAt, Instant receivedAt, Optional<Instant> date, Optional<Integer> usedWeight) {}
