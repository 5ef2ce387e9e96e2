-- Ids that are missing or there twice, by symbol and day. All zeros is what it should say. What is missing
-- counts for the day of the next trade. The newest seconds are still on their way.
SELECT
  symbol,
  "date",
  min(trade_id) AS first_id,
  max(trade_id) AS last_id,
  count(*) AS trades,
  sum(CASE WHEN trade_id = previous_id THEN 1 ELSE 0 END) AS twice,
  sum(CASE WHEN trade_id > previous_id + 1 THEN trade_id - previous_id - 1 ELSE 0 END) AS missing
FROM (
  SELECT
    symbol,
    "date",
    trade_id,
    lag(trade_id) OVER (PARTITION BY symbol ORDER BY trade_id) AS previous_id
  FROM trades
  WHERE "date" BETWEEN '2026-01-01' AND '2026-01-07'
)
GROUP BY symbol, "date"
ORDER BY missing DESC, twice DESC, symbol, "date"
