package io.gapless.exchange.control;

import io.gapless.exchange.dump.DumpHost;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.market.Market;
import io.gapless.exchange.rest.RestApi;
import io.gapless.exchange.stream.HandshakeDesk;
import io.gapless.exchange.stream.StreamHub;

/// Takes each fault to the part that it is a fault of. Owned by the exchange's one thread.
public final class FaultDesk {

    private final Market market;
    private final StreamHub streams;
    private final HandshakeDesk handshakes;
    private final RestApi rest;
    private final DumpHost dumps;

    public FaultDesk(
            Market market,
            StreamHub streams,
            HandshakeDesk handshakes,
            RestApi rest,
            DumpHost dumps) {
        this.market = market;
        this.streams = streams;
        this.handshakes = handshakes;
        this.rest = rest;
        this.dumps = dumps;
    }

    /// Puts a fault into force at once.
    ///
    /// @throws java.util.NoSuchElementException when the exchange has no such symbol
    /// @throws UnsupportedOperationException when the tape cannot do it
    public void inject(Fault fault) {
        switch (fault) {
            case Fault.OfFrames frames -> injectFrames(frames);
            case Fault.OfConnections connections -> inject(connections);
            case Fault.OfRest calls -> rest.inject(calls);
            case Fault.OfDumps files -> dumps.inject(files);
            case Fault.OfMarket trades -> {
                // What was traded before goes out as it was.
                streams.tick();
                inject(trades);
            }
        }
    }

    /// Ends every fault that can be ended. What became part of the market stays.
    public void clear() {
        streams.tick();
        streams.clearFaults();
        handshakes.clearFaults();
        rest.clearFaults();
        dumps.clearFaults();
        market.restore();
    }

    private void injectFrames(Fault.OfFrames fault) {
        fault.scope().symbol().ifPresent(market::symbol);
        streams.inject(fault);
    }

    private void inject(Fault.OfConnections fault) {
        switch (fault) {
            case Fault.GoSilent silent -> streams.silence(silent.connection());
            case Fault.HalfOpen halfOpen -> streams.halfOpen(halfOpen.connection());
            case Fault.Cut cut -> streams.cut(cut);
            case Fault.ServerShutdown shutdown -> streams.shutDown(shutdown);
            case Fault.RefuseConnections refusal -> handshakes.refuseFor(refusal.lasting());
            case Fault.SlowHandshake slow -> handshakes.slowDown(slow.delay());
            case Fault.RefuseHandshakes refusal -> handshakes.refuse(refusal);
        }
    }

    private void inject(Fault.OfMarket fault) {
        switch (fault) {
            case Fault.NeverIssue never -> market.neverIssue(never.symbol(), never.ids());
            case Fault.HideFromRest hide -> market.hideFromRest(hide.symbol(), hide.ids());
            case Fault.WithdrawHistory withdraw ->
                    market.withdrawHistory(withdraw.symbol(), withdraw.belowId());
            case Fault.Halt halt -> market.halt(halt.symbol());
            case Fault.Delist delist -> market.delist(delist.symbol());
            case Fault.Remove remove -> market.remove(remove.symbol());
            case Fault.RestartIds restart -> market.restartIds(restart.symbol(), restart.firstId());
            case Fault.Burst burst -> market.burst(burst.symbol(), burst.trades(), burst.within());
            case Fault.JumpClock jump -> market.jumpClock(jump.by());
        }
    }
}
