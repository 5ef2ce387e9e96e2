package io.gapless.peers;

import java.util.concurrent.atomic.LongAdder;

/// Tells once a second how many trades a client has decoded, as the last line of its output: the proof
/// that it has. Runs until it is killed.
final class Count {
    private Count() {}

    static void tell(LongAdder trades) throws InterruptedException {
        long told = -1;
        while (true) {
            Thread.sleep(1_000);
            long now = trades.sum();
            if (now != told) {
                System.out.println("decoded " + now);
                told = now;
            }
        }
    }
}
