package io.gapless.simulation;

import static io.gapless.simulation.Scenario.BITCOIN;
import static io.gapless.simulation.Scenario.ETHER;
import static io.gapless.simulation.Scenario.named;

import java.util.List;

/// The faults that users know.
final class Scenarios {
    private static final int SMALL_MEMORY = 1 << 20;

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                named("first start and an hour without a fault"),
                named("sockets cut after 24 hours")
                        .lasting("25:00")
                        .trading(0.2)
                        .at("00:01")
                        .exchangeCutsSocketsAfter("24 h"),
                named("both sockets cut at once").trading(40).at("00:20").socketsAreCut(),
                named("streams out for an hour")
                        .lasting("02:00")
                        .at("00:20")
                        .streamsGoAway()
                        .at("01:20")
                        .streamsComeBack(),
                named("internet out for an hour")
                        .lasting("02:00")
                        .at("00:20")
                        .internetGoesAway()
                        .at("01:20")
                        .internetComesBack(),
                named("ban in mid-repair")
                        .restartingWithin("10 min")
                        .trading(40)
                        .at("00:10")
                        .listenersAreKilled()
                        .happens(
                                Fault.REST_418,
                                5,
                                1,
                                "10 min",
                                "at the sixth page the exchange will ban the repair for 10 minutes (418)"),
                named("429 in a burst")
                        .busy("00:20", "00:25", 400)
                        .at("00:21")
                        .socketsAreCut()
                        .happens(
                                Fault.REST_429,
                                0,
                                2,
                                "30 s",
                                "the next two requests get a 429 with Retry-After: 30"),
                named("S3 out for 20 minutes")
                        .at("00:10")
                        .begins(Fault.S3_TIMED_OUT, 1, "S3 does not answer")
                        .at("00:30")
                        .ends(Fault.S3_TIMED_OUT, "S3 is back"),
                named("DynamoDB throttled for 20 minutes")
                        .at("00:10")
                        .begins(Fault.DYNAMO_THROTTLED, 0.9, "DynamoDB refuses nine of ten calls")
                        .at("00:30")
                        .ends(Fault.DYNAMO_THROTTLED, "DynamoDB takes all calls"),
                named("deploy in a burst").busy("00:20", "00:23", 400).at("00:21").deploys(),
                named("listener killed between put and commit")
                        .at("00:20")
                        .listenerDiesBetweenPutAndCommit(),
                named("both listeners killed for 10 minutes")
                        .withListeners(2)
                        .restartingWithin("10 min")
                        .at("00:20")
                        .listenersAreKilled(),
                named("Lambda killed at its deadline in a large repair")
                        .restartingWithin("10 min")
                        .busy("00:10", "00:20", 300)
                        .at("00:10")
                        .listenersAreKilled()
                        .at("00:12")
                        .begins(Fault.S3_SLOW, "15 s", "S3 takes half a minute for each call")
                        .at("00:30")
                        .ends(Fault.S3_SLOW, "S3 is fast again"),
                named("midnight in a burst")
                        .beginningAt("2026-01-15T23:49:59.999750Z")
                        .lasting("00:30")
                        .at("00:10")
                        .burstOf(700),
                named("listener frozen for 10 minutes and resumed")
                        .withListeners(2)
                        .at("00:20")
                        .listenerFreezesBetweenClaimAndPut("10 min"),
                named("only listener frozen for 10 minutes and resumed")
                        .at("00:20")
                        .listenerFreezesBetweenClaimAndPut("10 min"),
                named("ids never issued").lasting("02:00").at("00:20").neverIssues(3),
                named("listener killed while history lags by 5 minutes")
                        .at("00:20")
                        .historyLags("5 min")
                        .listenersAreKilled(),
                named("symbol stalled on a socket").at("00:20").stalls(BITCOIN),
                named("clocks wrong by minutes")
                        .withListeners(2)
                        .at("00:20")
                        .clockOfListenersIsWrongBy("5 min", false)
                        .at("00:40")
                        .clockOfListenersIsWrongBy("5 min", true),
                named("memory full while S3 is out")
                        .withMemoryOf(SMALL_MEMORY)
                        .trading(60)
                        .at("00:10")
                        .begins(Fault.S3_TIMED_OUT, 1, "S3 does not answer")
                        .at("00:30")
                        .ends(Fault.S3_TIMED_OUT, "S3 is back"),
                named("symbol delisted").at("00:20").delists(ETHER).at("00:40").deploys());
    }
}
