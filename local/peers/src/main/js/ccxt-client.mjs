// Receives trades with ccxt pro, as its documents show it: node ccxt-client.mjs URL SYMBOL,SYMBOL
import { createRequire } from 'node:module';

// Installed under the folder that it is started in, not beside this file.
const { pro } = createRequire(process.cwd() + '/')('ccxt');

const [url, list] = process.argv.slice(2);
const exchange = new pro.binance({ newUpdates: true });
// Without it, ccxt takes no address but wss.
await exchange.loadHttpProxyAgent();
// It knows spot streams by this part of their address.
exchange.urls.api.ws.spot = url + '/stream/ws';
const markets = list.split(',').map((id) => {
  const base = id.replace(/USDT$/, '');
  return exchange.safeMarketStructure({
    id, lowercaseId: id.toLowerCase(), symbol: base + '/USDT', base, quote: 'USDT', baseId: base, quoteId: 'USDT',
    type: 'spot', spot: true, active: true, precision: { price: 0.01, amount: 0.00001 }, limits: {},
  });
});
exchange.setMarkets(markets);

let decoded = 0;
let told = -1;
const handle = exchange.handleTrade.bind(exchange);
exchange.handleTrade = (client, message) => { decoded += 1; return handle(client, message); };
setInterval(() => {
  if (decoded !== told) { console.log('decoded ' + decoded); told = decoded; }
}, 1000);

const symbols = markets.map((market) => market.symbol);
for (;;) {
  await exchange.watchTradesForSymbols(symbols);
}
