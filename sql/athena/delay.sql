-- How long trades take, by hour, in milliseconds: from the match to Binance's event, from there to us, and both together. Only trades that
-- were received live tell it; clocks that differ show here too. Percentiles are approximate.
SELECT
  symbol,
  "date",
  date_trunc('hour', trade_time) AS hour,
  count(*) AS trades,
  approx_percentile(event_ms, 0.5) AS event_p50_ms,
  approx_percentile(event_ms, 0.99) AS event_p99_ms,
  approx_percentile(network_ms, 0.5) AS network_p50_ms,
  approx_percentile(network_ms, 0.99) AS network_p99_ms,
  approx_percentile(total_ms, 0.5) AS total_p50_ms,
  approx_percentile(total_ms, 0.99) AS total_p99_ms
FROM (
  SELECT
    symbol,
    "date",
    date_add('millisecond', trade_time / 1000, TIMESTAMP '1970-01-01 00:00:00.000') AS trade_time,
    CAST(event_time - trade_time AS double) / 1000 AS event_ms,
    CAST(received_at - event_time AS double) / 1000 AS network_ms,
    CAST(received_at - trade_time AS double) / 1000 AS total_ms
  FROM trade_objects
  WHERE received_at IS NOT NULL
)
GROUP BY symbol, "date", date_trunc('hour', trade_time)
