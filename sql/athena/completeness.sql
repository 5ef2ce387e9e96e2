-- What is there and what is not, by symbol and date, from ids alone; ids between two days count for the later one. Ids that never existed
-- count as missing here: the certificates and `gapless status` name them. A condition on the symbol spares objects; one on the date does
-- not, because the day before is needed: for a few days take queries/completeness.sql.
WITH
  stored AS (
    SELECT
      symbol,
      "date",
      trade_id,
      lag(trade_id) OVER (PARTITION BY symbol, "date" ORDER BY trade_id) AS previous_id
    FROM trades
  ),
  counted AS (
    SELECT
      symbol,
      "date",
      min(trade_id) AS first_id,
      max(trade_id) AS last_id,
      count(*) AS trades,
      sum(CASE WHEN trade_id = previous_id THEN 1 ELSE 0 END) AS twice,
      sum(CASE WHEN trade_id > previous_id + 1 THEN trade_id - previous_id - 1 ELSE 0 END) AS missing_inside,
      array_join(
        array_agg(
          CASE WHEN trade_id > previous_id + 1 THEN CAST(previous_id + 1 AS varchar) || '-' || CAST(trade_id - 1 AS varchar) END
          ORDER BY trade_id),
        ', ') AS ranges_inside
    FROM stored
    GROUP BY symbol, "date"
  ),
  bordered AS (
    SELECT *, lag(last_id) OVER (PARTITION BY symbol ORDER BY "date") AS previous_id
    FROM counted
  )
SELECT
  symbol,
  "date",
  first_id,
  last_id,
  trades,
  twice,
  CAST(missing_inside + CASE WHEN first_id > previous_id + 1 THEN first_id - previous_id - 1 ELSE 0 END AS bigint) AS missing,
  CASE WHEN first_id > previous_id + 1
    THEN CAST(previous_id + 1 AS varchar) || '-' || CAST(first_id - 1 AS varchar) || CASE WHEN ranges_inside = '' THEN '' ELSE ', ' END
    ELSE ''
  END || coalesce(ranges_inside, '') AS missing_ranges
FROM bordered
