-- Candles of a minute: open and close by trade id, which is the order in which trades happened. Other intervals: queries/candles.sql.
SELECT
  symbol,
  "date",
  date_trunc('minute', trade_time) AS open_time,
  min_by(price, trade_id) AS open,
  max(price) AS high,
  min(price) AS low,
  max_by(price, trade_id) AS close,
  sum(quantity) AS volume,
  sum(quote_quantity) AS quote_volume,
  count(*) AS trades,
  CAST(sum(CASE WHEN is_buyer_maker THEN 0 ELSE quantity END) AS decimal(38, 8)) AS taker_buy_volume,
  min(trade_id) AS first_id,
  max(trade_id) AS last_id
FROM trades
GROUP BY symbol, "date", date_trunc('minute', trade_time)
