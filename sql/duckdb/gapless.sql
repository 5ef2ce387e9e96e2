-- The views of an archive, for DuckDB (tried with 2.0). `./gapless query` runs this file by itself; anywhere else:
--
--   SET VARIABLE archive = 'gapless-data';      -- or 's3://bucket', after CREATE SECRET (TYPE s3, PROVIDER credential_chain)
--   .read sql/duckdb/gapless.sql
--
-- The archive is listed once, here: what is written later is seen when this file is run again. To list less of a large bucket, set
-- `symbols` ('BTCUSDT') or `dates` ('2026-01-*') before. The views are temporary and leave nothing in your database.

-- Every object. A sealed one is in effect from the day after its `sealed_on`; of the parts those are read (`is_read`) whose ids no sealed
-- object in effect covers. So an id is read from one of both copies, and never from both.
CREATE OR REPLACE TEMP TABLE objects AS
WITH
  seals AS (
    SELECT file
    FROM glob(
      getvariable('archive') || '/sealed/symbol=' || coalesce(getvariable('symbols'), '*')
      || '/date=' || coalesce(getvariable('dates'), '*') || '/sealed_on=*/*.parquet')
  ),
  parts AS (
    SELECT file
    FROM glob(
      getvariable('archive') || '/trades/symbol=' || coalesce(getvariable('symbols'), '*')
      || '/date=' || coalesce(getvariable('dates'), '*') || '/*.parquet')
  )
SELECT
  file,
  regexp_extract(file, '[/\\]symbol=([^/\\]+)[/\\]date=', 1) AS symbol,
  CAST(regexp_extract(file, '[/\\]date=(\d{4}-\d{2}-\d{2})[/\\]', 1) AS DATE) AS date,
  TRY_CAST(regexp_extract(file, '[/\\]sealed_on=(\d{4}-\d{2}-\d{2})[/\\]', 1) AS DATE) AS sealed_on,
  CAST(regexp_extract(file, '(\d{19})-\d{19}\.parquet$', 1) AS BIGINT) AS first_id,
  CAST(regexp_extract(file, '-(\d{19})\.parquet$', 1) AS BIGINT) AS last_id,
  false AS is_read
FROM (FROM seals UNION ALL FROM parts);

-- The sealed ones that count, and one part, so that there is something to look at.
SET VARIABLE objects_looked_at = (
  SELECT coalesce(
    list(file) FILTER (
      sealed_on < coalesce(CAST(getvariable('today') AS DATE), CAST(now() AT TIME ZONE 'UTC' AS DATE))
      OR file = (SELECT min(file) FROM objects WHERE sealed_on IS NULL)),
    error('there are no trades at ' || coalesce(getvariable('archive'), 'NULL: SET VARIABLE archive first')))
  FROM objects
);

-- A void holds no rows and covers nothing: only its footer tells, so the footers of sealed objects are read here.
UPDATE objects SET is_read = true
WHERE sealed_on IS NOT NULL
  AND file IN (SELECT DISTINCT filename FROM read_parquet(getvariable('objects_looked_at'), filename = true, hive_partitioning = false));

UPDATE objects SET is_read = true
WHERE sealed_on IS NULL
  AND NOT EXISTS (
    FROM objects s
    WHERE s.is_read AND s.sealed_on IS NOT NULL AND s.symbol = objects.symbol AND s.date = objects.date
      AND objects.first_id BETWEEN s.first_id AND s.last_id);

SET VARIABLE objects_read = (
  SELECT list(file ORDER BY symbol, date, first_id) FROM objects WHERE is_read
);

-- Ids that never existed, as `./gapless status --json` and certificates name them. `./gapless query` fills it.
CREATE TEMP TABLE IF NOT EXISTS absent_ids (symbol VARCHAR, first_id BIGINT, last_id BIGINT);

-- Every trade, once. Conditions on symbol and date decide which objects are opened: both are read from the path.
CREATE OR REPLACE TEMP VIEW trades AS
SELECT
  regexp_extract(filename, '[/\\]symbol=([^/\\]+)[/\\]date=', 1) AS symbol,
  CAST(regexp_extract(filename, '[/\\]date=(\d{4}-\d{2}-\d{2})[/\\]', 1) AS DATE) AS date,
  trade_id,
  trade_time,
  price,
  quantity,
  trunc(price * quantity, 8) AS quote_quantity, -- cut off, never rounded: what Binance does
  is_buyer_maker,
  is_best_match,
  event_time,
  received_at,
  source,
  epoch_us(trade_time) AS trade_time_us
FROM read_parquet(getvariable('objects_read'), filename = true, hive_partitioning = false);

-- Candles of any interval: FROM ohlcv(INTERVAL '5 minutes') WHERE symbol = 'BTCUSDT' AND date = '2026-01-01'.
-- Weeks begin on Monday, everything in UTC; intervals of up to a day never reach over midnight.
CREATE OR REPLACE TEMP MACRO ohlcv(step) AS TABLE
SELECT
  symbol,
  -- The path's date where that is the candle's too, so that a condition on it spares objects.
  CASE
    WHEN CAST(step AS INTERVAL) <= INTERVAL '1 day' THEN date
    ELSE CAST(time_bucket(CAST(step AS INTERVAL), trade_time AT TIME ZONE 'UTC') AS DATE)
  END AS date,
  greatest(
    time_bucket(CAST(step AS INTERVAL), trade_time AT TIME ZONE 'UTC'),
    CASE WHEN CAST(step AS INTERVAL) <= INTERVAL '1 day' THEN CAST(date AS TIMESTAMP) END
  ) AT TIME ZONE 'UTC' AS open_time,
  arg_min(price, trade_id) AS open,
  max(price) AS high,
  min(price) AS low,
  arg_max(price, trade_id) AS close,
  sum(quantity) AS volume,
  sum(quote_quantity) AS quote_volume,
  count(*) AS trades,
  coalesce(sum(quantity) FILTER (NOT is_buyer_maker), 0) AS taker_buy_volume,
  min(trade_id) AS first_id,
  max(trade_id) AS last_id
FROM trades
GROUP BY ALL;

-- The same of one minute.
CREATE OR REPLACE TEMP VIEW ohlcv AS
FROM ohlcv(INTERVAL '1 minute');

-- What is there and what is not, by symbol and date, from ids alone. `missing` counts ids that are neither stored nor known to be
-- absent; those between two days count for the later one. The newest seconds are on their way and are no gap yet.
CREATE OR REPLACE TEMP VIEW completeness AS
WITH
  stored AS (
    SELECT
      symbol,
      date,
      trade_id,
      lag(trade_id) OVER (PARTITION BY symbol, date ORDER BY trade_id) AS previous_id
    FROM trades
  ),
  counted AS (
    SELECT
      symbol,
      date,
      min(trade_id) AS first_id,
      max(trade_id) AS last_id,
      count(*) AS trades,
      count(*) FILTER (trade_id = previous_id) AS twice,
      list({'first': previous_id + 1, 'last': trade_id - 1} ORDER BY trade_id)
        FILTER (trade_id > previous_id + 1) AS holes
    FROM stored
    GROUP BY symbol, date
  ),
  -- Where the neighbours end: the listing knows it without a read. A key may be a void's, which holds nothing.
  borders AS (
    SELECT
      symbol,
      date,
      coalesce(lag(max(last_id)) OVER neighbours, min(first_id) - 1) AS before_id,
      least(max(last_id), lead(min(first_id)) OVER neighbours - 1) AS through_id
    FROM objects
    WHERE sealed_on IS NULL OR is_read
    GROUP BY symbol, date
    WINDOW neighbours AS (PARTITION BY symbol ORDER BY date)
  ),
  absent AS (
    SELECT symbol, list({'first': first_id, 'last': last_id} ORDER BY first_id) AS absent
    FROM absent_ids
    GROUP BY symbol
  ),
  judged AS (
    SELECT
      symbol,
      date,
      first_id,
      last_id,
      trades,
      twice,
      coalesce(absent, []) AS absent,
      list_filter(
        [{'first': before_id + 1, 'last': first_id - 1}] || coalesce(holes, []) || [{'first': last_id + 1, 'last': through_id}],
        lambda hole: hole.first <= hole.last) AS holes
    FROM counted LEFT JOIN borders USING (symbol, date) LEFT JOIN absent USING (symbol)
  ),
  -- What is left of each hole before, between and behind the absent ranges in it.
  open AS (
    SELECT
      * EXCLUDE (holes, absent),
      flatten(list_transform(holes, lambda hole: list_filter(
        list_zip(
          [hole.first] || list_transform(
            list_filter(absent, lambda a: a.first <= hole.last AND a.last >= hole.first), lambda a: a.last + 1),
          list_transform(
            list_filter(absent, lambda a: a.first <= hole.last AND a.last >= hole.first), lambda a: a.first - 1)
          || [hole.last]),
        lambda range: range[1] <= range[2]))) AS ranges
    FROM judged
  )
SELECT
  * EXCLUDE (ranges),
  CAST(coalesce(list_sum(list_transform(ranges, lambda range: range[2] - range[1] + 1)), 0) AS BIGINT) AS missing,
  array_to_string(list_transform(ranges, lambda range: range[1] || '-' || range[2]), ', ') AS missing_ranges
FROM open;

-- How long trades take, by hour, in milliseconds: from the match to Binance's event, from there to us, and both together. Only trades that
-- were received live tell it; clocks that differ show here too.
CREATE OR REPLACE TEMP VIEW delay AS
SELECT
  symbol,
  date,
  time_bucket(INTERVAL '1 hour', trade_time AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS hour,
  count(*) AS trades,
  quantile_cont((epoch_us(event_time) - trade_time_us) / 1000, 0.5) AS event_p50_ms,
  quantile_cont((epoch_us(event_time) - trade_time_us) / 1000, 0.99) AS event_p99_ms,
  quantile_cont((epoch_us(received_at) - epoch_us(event_time)) / 1000, 0.5) AS network_p50_ms,
  quantile_cont((epoch_us(received_at) - epoch_us(event_time)) / 1000, 0.99) AS network_p99_ms,
  quantile_cont((epoch_us(received_at) - trade_time_us) / 1000, 0.5) AS total_p50_ms,
  quantile_cont((epoch_us(received_at) - trade_time_us) / 1000, 0.99) AS total_p99_ms
FROM trades
WHERE received_at IS NOT NULL
GROUP BY ALL;
