-- The objects stay in S3 and nothing is loaded, so nothing can be loaded twice. New objects are seen through S3 events: the queue is the
-- notification_channel that SHOW EXTERNAL TABLES tells, for s3:ObjectCreated:* on both prefixes. What lies there already is seen at once.
CREATE EXTERNAL TABLE IF NOT EXISTS trade_objects (
  symbol VARCHAR AS (SPLIT_PART(SPLIT_PART(METADATA$FILENAME, 'symbol=', 2), '/', 1)),
  date DATE AS (TO_DATE(SPLIT_PART(SPLIT_PART(METADATA$FILENAME, '/date=', 2), '/', 1))),
  trade_id NUMBER(19, 0) AS (VALUE:trade_id::NUMBER(19, 0)),
  price NUMBER(19, 8) AS (VALUE:price::NUMBER(19, 8)),
  quantity NUMBER(19, 8) AS (VALUE:quantity::NUMBER(19, 8)),
  trade_time VARIANT AS (VALUE:trade_time),
  is_buyer_maker BOOLEAN AS (VALUE:is_buyer_maker::BOOLEAN),
  is_best_match BOOLEAN AS (VALUE:is_best_match::BOOLEAN),
  event_time VARIANT AS (VALUE:event_time),
  received_at VARIANT AS (VALUE:received_at),
  source VARCHAR AS (VALUE:source::VARCHAR)
)
  PARTITION BY (symbol, date)
  LOCATION = @gapless_parts
  AUTO_REFRESH = TRUE
  FILE_FORMAT = (TYPE = PARQUET);

CREATE EXTERNAL TABLE IF NOT EXISTS sealed_objects (
  symbol VARCHAR AS (SPLIT_PART(SPLIT_PART(METADATA$FILENAME, 'symbol=', 2), '/', 1)),
  date DATE AS (TO_DATE(SPLIT_PART(SPLIT_PART(METADATA$FILENAME, '/date=', 2), '/', 1))),
  sealed_on DATE AS (TO_DATE(SPLIT_PART(SPLIT_PART(METADATA$FILENAME, '/sealed_on=', 2), '/', 1))),
  first_id NUMBER(19, 0) AS (SPLIT_PART(SPLIT_PART(METADATA$FILENAME, '/', -1), '-', 1)::NUMBER(19, 0)),
  last_id NUMBER(19, 0) AS (SPLIT_PART(SPLIT_PART(SPLIT_PART(METADATA$FILENAME, '/', -1), '-', 2), '.', 1)::NUMBER(19, 0)),
  trade_id NUMBER(19, 0) AS (VALUE:trade_id::NUMBER(19, 0)),
  price NUMBER(19, 8) AS (VALUE:price::NUMBER(19, 8)),
  quantity NUMBER(19, 8) AS (VALUE:quantity::NUMBER(19, 8)),
  trade_time VARIANT AS (VALUE:trade_time),
  is_buyer_maker BOOLEAN AS (VALUE:is_buyer_maker::BOOLEAN),
  is_best_match BOOLEAN AS (VALUE:is_best_match::BOOLEAN),
  event_time VARIANT AS (VALUE:event_time),
  received_at VARIANT AS (VALUE:received_at),
  source VARCHAR AS (VALUE:source::VARCHAR)
)
  PARTITION BY (symbol, date, sealed_on)
  LOCATION = @gapless_seals
  AUTO_REFRESH = TRUE
  FILE_FORMAT = (TYPE = PARQUET);

-- All rows of sealed objects in effect, which is from the day after their sealed_on, and of the parts those rows whose id no such object
-- covers: no id is read from both.
CREATE OR REPLACE VIEW stored_trades AS
WITH covered AS (
  SELECT DISTINCT symbol, date, first_id, last_id
  FROM sealed_objects
  WHERE sealed_on < SYSDATE()::DATE
)
SELECT
  o.symbol, o.date, o.trade_id, o.price, o.quantity, o.trade_time, o.is_buyer_maker, o.is_best_match, o.event_time, o.received_at,
  o.source
FROM trade_objects AS o
LEFT JOIN covered AS c ON c.symbol = o.symbol AND c.date = o.date AND o.trade_id BETWEEN c.first_id AND c.last_id
WHERE c.symbol IS NULL
UNION ALL
SELECT
  o.symbol, o.date, o.trade_id, o.price, o.quantity, o.trade_time, o.is_buyer_maker, o.is_best_match, o.event_time, o.received_at,
  o.source
FROM sealed_objects AS o
WHERE o.sealed_on < SYSDATE()::DATE;
