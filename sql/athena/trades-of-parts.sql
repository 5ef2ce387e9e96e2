-- Every trade, once, from the parts alone, which are complete for ever: where each query has to name its symbol (all pairs of a quote
-- currency), no join with the seals can be planned.
SELECT
  symbol,
  "date",
  trade_id,
  date_add('millisecond', trade_time / 1000, TIMESTAMP '1970-01-01 00:00:00.000') AS trade_time,
  price,
  quantity,
  CAST(truncate(price * quantity, 8) AS decimal(38, 8)) AS quote_quantity,
  is_buyer_maker,
  is_best_match,
  date_add('millisecond', event_time / 1000, TIMESTAMP '1970-01-01 00:00:00.000') AS event_time,
  date_add('millisecond', received_at / 1000, TIMESTAMP '1970-01-01 00:00:00.000') AS received_at,
  source,
  trade_time AS trade_time_us
FROM trade_objects
