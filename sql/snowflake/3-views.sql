-- The views, over what 2-external.sql or 2-loaded.sql calls stored_trades. Times are UTC: query them with TIMEZONE set so.
ALTER SESSION SET TIMEZONE = 'UTC';

-- Every trade, once. Parquet's microseconds arrive as numbers or as times, as the account is set. Quote quantity is cut off behind eight
-- decimals, in whole numbers, because Snowflake rounds products to twelve.
CREATE OR REPLACE VIEW trades AS
WITH counted AS (
  SELECT
    *,
    CAST(price * 100000000 AS NUMBER(38, 0)) * CAST(quantity * 100000000 AS NUMBER(38, 0)) AS product,
    IFF(IS_INTEGER(trade_time), TO_TIMESTAMP_NTZ(CAST(trade_time AS NUMBER(38, 0)), 6), CAST(trade_time AS TIMESTAMP_NTZ(6))) AS traded,
    IFF(IS_INTEGER(event_time), TO_TIMESTAMP_NTZ(CAST(event_time AS NUMBER(38, 0)), 6), CAST(event_time AS TIMESTAMP_NTZ(6))) AS sent,
    IFF(IS_INTEGER(received_at), TO_TIMESTAMP_NTZ(CAST(received_at AS NUMBER(38, 0)), 6), CAST(received_at AS TIMESTAMP_NTZ(6))) AS received
  FROM stored_trades
)
SELECT
  symbol,
  date,
  trade_id,
  traded AS trade_time,
  price,
  quantity,
  CAST((product - MOD(product, 100000000)) / 100000000 * 0.00000001 AS NUMBER(38, 8)) AS quote_quantity,
  is_buyer_maker,
  is_best_match,
  sent AS event_time,
  received AS received_at,
  source,
  DATE_PART(EPOCH_MICROSECOND, traded) AS trade_time_us
FROM counted;

-- Candles of a minute.
CREATE OR REPLACE VIEW ohlcv AS
SELECT
  symbol,
  date,
  TIME_SLICE(trade_time, 1, 'MINUTE') AS open_time,
  MIN_BY(price, trade_id) AS open,
  MAX(price) AS high,
  MIN(price) AS low,
  MAX_BY(price, trade_id) AS close,
  SUM(quantity) AS volume,
  SUM(quote_quantity) AS quote_volume,
  COUNT(*) AS trades,
  SUM(IFF(is_buyer_maker, 0, quantity)) AS taker_buy_volume,
  MIN(trade_id) AS first_id,
  MAX(trade_id) AS last_id
FROM trades
GROUP BY symbol, date, TIME_SLICE(trade_time, 1, 'MINUTE');

-- Candles of any number of seconds up to a day: SELECT * FROM TABLE(ohlcv(300)) WHERE symbol = 'BTCUSDT' AND date = '2026-01-01'.
CREATE OR REPLACE FUNCTION ohlcv(seconds NUMBER)
RETURNS TABLE (
  symbol VARCHAR, date DATE, open_time TIMESTAMP_NTZ, open NUMBER(19, 8), high NUMBER(19, 8), low NUMBER(19, 8), close NUMBER(19, 8),
  volume NUMBER(38, 8), quote_volume NUMBER(38, 8), trades NUMBER, taker_buy_volume NUMBER(38, 8), first_id NUMBER, last_id NUMBER
)
AS
$$
  SELECT
    symbol,
    date,
    TO_TIMESTAMP_NTZ(FLOOR(trade_time_us / 1000000 / seconds) * seconds) AS open_time,
    MIN_BY(price, trade_id) AS open,
    MAX(price) AS high,
    MIN(price) AS low,
    MAX_BY(price, trade_id) AS close,
    SUM(quantity) AS volume,
    SUM(quote_quantity) AS quote_volume,
    COUNT(*) AS trades,
    SUM(IFF(is_buyer_maker, 0, quantity)) AS taker_buy_volume,
    MIN(trade_id) AS first_id,
    MAX(trade_id) AS last_id
  FROM trades
  GROUP BY symbol, date, TO_TIMESTAMP_NTZ(FLOOR(trade_time_us / 1000000 / seconds) * seconds)
$$;

-- What is there and what is not, by symbol and date, from ids alone; ids between two days count for the later one. Ids that never existed
-- count as missing here: the certificates and `gapless status` name them.
CREATE OR REPLACE VIEW completeness AS
WITH stored AS (
  SELECT
    symbol,
    date,
    trade_id,
    LAG(trade_id) OVER (PARTITION BY symbol, date ORDER BY trade_id) AS previous_id
  FROM trades
),
counted AS (
  SELECT
    symbol,
    date,
    MIN(trade_id) AS first_id,
    MAX(trade_id) AS last_id,
    COUNT(*) AS trades,
    SUM(IFF(trade_id = previous_id, 1, 0)) AS twice,
    SUM(IFF(trade_id > previous_id + 1, trade_id - previous_id - 1, 0)) AS missing_inside,
    LISTAGG(
      CASE WHEN trade_id > previous_id + 1 THEN CONCAT(previous_id + 1, '-', trade_id - 1) END, ', '
    ) WITHIN GROUP (ORDER BY trade_id) AS ranges_inside
  FROM stored
  GROUP BY symbol, date
),
bordered AS (
  SELECT counted.*, LAG(last_id) OVER (PARTITION BY symbol ORDER BY date) AS previous_id
  FROM counted
)
SELECT
  symbol,
  date,
  first_id,
  last_id,
  trades,
  twice,
  missing_inside + IFF(first_id > previous_id + 1, first_id - previous_id - 1, 0) AS missing,
  CONCAT(
    IFF(first_id > previous_id + 1, CONCAT(previous_id + 1, '-', first_id - 1, IFF(ranges_inside = '', '', ', ')), ''),
    ranges_inside
  ) AS missing_ranges
FROM bordered;

-- How long trades take, by hour, in milliseconds: from the match to Binance's event, from there to us, and both together.
CREATE OR REPLACE VIEW delay AS
SELECT
  symbol,
  date,
  DATE_TRUNC('HOUR', trade_time) AS hour,
  COUNT(*) AS trades,
  APPROX_PERCENTILE(TIMESTAMPDIFF(MICROSECOND, trade_time, event_time) / 1000, 0.5) AS event_p50_ms,
  APPROX_PERCENTILE(TIMESTAMPDIFF(MICROSECOND, trade_time, event_time) / 1000, 0.99) AS event_p99_ms,
  APPROX_PERCENTILE(TIMESTAMPDIFF(MICROSECOND, event_time, received_at) / 1000, 0.5) AS network_p50_ms,
  APPROX_PERCENTILE(TIMESTAMPDIFF(MICROSECOND, event_time, received_at) / 1000, 0.99) AS network_p99_ms,
  APPROX_PERCENTILE(TIMESTAMPDIFF(MICROSECOND, trade_time, received_at) / 1000, 0.5) AS total_p50_ms,
  APPROX_PERCENTILE(TIMESTAMPDIFF(MICROSECOND, trade_time, received_at) / 1000, 0.99) AS total_p99_ms
FROM trades
WHERE received_at IS NOT NULL
GROUP BY symbol, date, DATE_TRUNC('HOUR', trade_time);
