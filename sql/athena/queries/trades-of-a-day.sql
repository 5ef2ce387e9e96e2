-- Every trade of a symbol and a day, in order. Name both: only their objects are read then.
SELECT trade_id, trade_time, price, quantity, quote_quantity, is_buyer_maker
FROM trades
WHERE symbol = 'BTCUSDT' AND "date" = '2026-01-01'
ORDER BY trade_id
