package io.gapless.binance;

class TapeHistoryTest extends TradeHistoryContract {
    @Override
    protected TradeHistory history(TradeTape tape, HistoryFaults faults) {
        return new TapeHistory(tape, new TapeLimits(), new SettableClock(NOW), faults, _ -> {});
    }
}
