-- A table of Snowflake's own, kept up by Snowpipe: faster to query than objects in S3, and paid by file and by byte. Only `trades/` is
-- loaded. It is complete for ever, so `sealed/`, which is a copy, never is: its stage goes, and nothing here reads it.
DROP STAGE IF EXISTS gapless_seals;

CREATE TABLE IF NOT EXISTS stored_trades (
  symbol VARCHAR NOT NULL,
  date DATE NOT NULL,
  trade_id NUMBER(19, 0) NOT NULL,
  price NUMBER(19, 8) NOT NULL,
  quantity NUMBER(19, 8) NOT NULL,
  trade_time VARIANT NOT NULL,
  is_buyer_maker BOOLEAN,
  is_best_match BOOLEAN,
  event_time VARIANT,
  received_at VARIANT,
  source VARCHAR,
  file VARCHAR NOT NULL
)
  CLUSTER BY (symbol, date);

-- From now on, by S3 events: the queue is the notification_channel that SHOW PIPES tells, for s3:ObjectCreated:* on trades/.
CREATE PIPE IF NOT EXISTS gapless_parts_pipe
  AUTO_INGEST = TRUE
AS
COPY INTO stored_trades
FROM (
  SELECT
    SPLIT_PART(SPLIT_PART(METADATA$FILENAME, 'symbol=', 2), '/', 1),
    TO_DATE(SPLIT_PART(SPLIT_PART(METADATA$FILENAME, '/date=', 2), '/', 1)),
    $1:trade_id::NUMBER(19, 0),
    $1:price::NUMBER(19, 8),
    $1:quantity::NUMBER(19, 8),
    $1:trade_time,
    $1:is_buyer_maker::BOOLEAN,
    $1:is_best_match::BOOLEAN,
    $1:event_time,
    $1:received_at,
    $1:source::VARCHAR,
    METADATA$FILENAME
  FROM @gapless_parts
)
FILE_FORMAT = (TYPE = PARQUET);

-- What was there before the pipe, once, and after the events arrive (a first row has come by itself). A pipe and a COPY do not know of each
-- other's files, so what the pipe has loaded meanwhile is passed over by name.
CREATE TEMPORARY TABLE earlier LIKE stored_trades;

COPY INTO earlier
FROM (
  SELECT
    SPLIT_PART(SPLIT_PART(METADATA$FILENAME, 'symbol=', 2), '/', 1),
    TO_DATE(SPLIT_PART(SPLIT_PART(METADATA$FILENAME, '/date=', 2), '/', 1)),
    $1:trade_id::NUMBER(19, 0),
    $1:price::NUMBER(19, 8),
    $1:quantity::NUMBER(19, 8),
    $1:trade_time,
    $1:is_buyer_maker::BOOLEAN,
    $1:is_best_match::BOOLEAN,
    $1:event_time,
    $1:received_at,
    $1:source::VARCHAR,
    METADATA$FILENAME
  FROM @gapless_parts
)
FILE_FORMAT = (TYPE = PARQUET);

INSERT INTO stored_trades
SELECT e.*
FROM earlier AS e
WHERE NOT EXISTS (SELECT 1 FROM stored_trades AS s WHERE s.symbol = e.symbol AND s.date = e.date AND s.file = e.file);
