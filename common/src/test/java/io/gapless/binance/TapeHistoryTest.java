package io.gapless.binance;

class TapeHistoryTest extends TradeHistoryContract {
    @Override
    protected TradeHistory history(TradeTape tape, HistoryFault... faults) {
        return new TapeHistory(
                tape,
                new TapeLimits(),
                new SettableClock(NOW),
                HistoryFaults.inOrder(faults),
                _ -> {});
    }
}
