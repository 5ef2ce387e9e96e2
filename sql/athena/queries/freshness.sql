-- How far behind each symbol is. A quiet one is simply quiet.
SELECT
  symbol,
  max(trade_id) AS last_id,
  max(trade_time) AS newest_trade,
  date_diff('second', max(trade_time), CAST(current_timestamp AT TIME ZONE 'UTC' AS timestamp(3))) AS seconds_ago
FROM trades
WHERE "date" >= CAST(date_add('day', -1, current_date) AS varchar)
GROUP BY symbol
ORDER BY seconds_ago DESC
