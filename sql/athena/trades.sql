-- Every trade, once: all rows of sealed objects in effect, which is from the day after their sealed_on, and of the parts those rows whose id no
-- such object covers. Times are cut to milliseconds, which is what Athena has; the exact microseconds are in trade_time_us.
WITH
  seals AS (
    SELECT *, "$path" AS file
    FROM sealed_objects
    WHERE regexp_extract("$path", '/sealed_on=([0-9-]+)/', 1) < CAST(CAST(current_timestamp AT TIME ZONE 'UTC' AS date) AS varchar)
  ),
  -- An object holds every id of its name; a void has no rows and is not seen here.
  covered AS (
    SELECT DISTINCT
      symbol,
      "date",
      CAST(regexp_extract(file, '([0-9]+)-[0-9]+[.]parquet$', 1) AS bigint) AS first_id,
      CAST(regexp_extract(file, '-([0-9]+)[.]parquet$', 1) AS bigint) AS last_id
    FROM seals
  ),
  stored AS (
    SELECT o.symbol, o."date", o.trade_id, o.trade_time, o.price, o.quantity, o.is_buyer_maker, o.is_best_match, o.event_time, o.received_at, o.source
    FROM trade_objects o
    LEFT JOIN covered c ON c.symbol = o.symbol AND c."date" = o."date" AND o.trade_id BETWEEN c.first_id AND c.last_id
    WHERE c.symbol IS NULL
    UNION ALL
    SELECT o.symbol, o."date", o.trade_id, o.trade_time, o.price, o.quantity, o.is_buyer_maker, o.is_best_match, o.event_time, o.received_at, o.source
    FROM seals o
  )
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
FROM stored
