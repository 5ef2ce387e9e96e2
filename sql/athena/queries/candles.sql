-- Candles of any interval: here 300 seconds, which stands twice. The view ohlcv has those of a minute.
SELECT
  symbol,
  date_add('second', trade_time_us / 1000000 / 300 * 300, TIMESTAMP '1970-01-01 00:00:00.000') AS open_time,
  min_by(price, trade_id) AS open,
  max(price) AS high,
  min(price) AS low,
  max_by(price, trade_id) AS close,
  sum(quantity) AS volume,
  sum(quote_quantity) AS quote_volume,
  count(*) AS trades
FROM trades
WHERE symbol = 'BTCUSDT' AND "date" = '2026-01-01'
GROUP BY symbol, trade_time_us / 1000000 / 300
ORDER BY open_time
