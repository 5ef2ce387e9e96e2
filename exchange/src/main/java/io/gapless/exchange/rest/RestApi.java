package io.gapless.exchange.rest;

import io.gapless.exchange.counter.Counter;
import io.gapless.exchange.counter.Counters;
import io.gapless.exchange.fault.Fault;
import io.gapless.exchange.market.Market;
import io.gapless.exchange.market.SymbolMarket;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers calls of `/api/v3`. Every call is counted and charged, also one that is refused. Owned by the exchange's one thread.
public final class RestApi {

    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
    private static final String PREFIX = "/api/v3/";
    private static final long MICROS_PER_SECOND = 1_000_000;

    private static final Map<String, Integer> WEIGHTS =
            Map.of(
                    "ping", 1,
                    "time", 1,
                    "exchangeInfo", 20,
                    "trades", 25,
                    "historicalTrades", 25,
                    "aggTrades", 4);

    private final Market market;
    private final RestLimits limits;
    private final Counters counters;
    private final RateLimits rateLimits;
    private final RestFaults faults;
    private final ExchangeInfo exchangeInfo;
    private final Tickers tickers;
    private final TradePages trades;
    private final AggregatePages aggregates;

    public RestApi(Market market, RestLimits limits, Counters counters) {
        this.market = market;
        this.limits = limits;
        this.counters = counters;
        rateLimits = new RateLimits(limits, market.clock(), counters);
        faults = new RestFaults(limits.lag());
        exchangeInfo = new ExchangeInfo(market, limits);
        tickers = new Tickers(market);
        trades = new TradePages(faults, counters);
        aggregates = new AggregatePages(faults, counters);
    }

    /// Answers one call.
    public Reply answer(RestCall call) {
        QueryStringDecoder url = new QueryStringDecoder(call.target());
        String endpoint =
                url.path().startsWith(PREFIX) ? url.path().substring(PREFIX.length()) : url.path();
        counters.call(endpoint);
        RateLimits.Decision decision =
                rateLimits.charge(call.address(), weight(endpoint, url.parameters()));
        String used = Integer.toString(decision.used());
        Reply reply =
                answer(call, endpoint, url, decision)
                        .with("x-mbx-used-weight", used)
                        .with("x-mbx-used-weight-1m", used);
        counters.status(reply.status());
        return faults.delayed(reply);
    }

    /// The reply with which Binance refuses a handshake with this status.
    public static Reply refusal(int status) {
        return Refusals.ofStatus(status);
    }

    /// Puts a fault into force.
    public void inject(Fault.OfRest fault) {
        switch (fault) {
            case Fault.RestLag lag -> faults.lag(lag.lag());
            case Fault.FlawedPages flaw -> faults.flaw(flaw);
            case Fault.RefuseCalls refusal -> faults.refuse(refusal);
            case Fault.TimeOutCalls timeOut -> faults.timeOut(timeOut);
            case Fault.RestDelay delay -> faults.delay(delay.delay());
            case Fault.Ban ban -> rateLimits.banAll(ban.lasting());
        }
    }

    /// Ends all faults and lifts all bans.
    public void clearFaults() {
        faults.clear();
        rateLimits.pardon();
    }

    private Reply answer(
            RestCall call, String endpoint, QueryStringDecoder url, RateLimits.Decision decision) {
        return switch (decision) {
            case RateLimits.Decision.Banned banned -> banned(banned.untilMicros());
            case RateLimits.Decision.Limited limited -> tooMany(limited.untilMicros());
            case RateLimits.Decision.Allowed _ ->
                    faults.nextCall()
                            .map(fault -> spoilt(fault, call.address()))
                            .orElseGet(() -> served(call, endpoint, url));
        };
    }

    private Reply served(RestCall call, String endpoint, QueryStringDecoder url) {
        if (!url.path().startsWith(PREFIX)) {
            return Refusals.ofStatus(404);
        }
        if (!call.method().equals("GET")) {
            return Refusals.ofStatus(405);
        }
        try {
            Parameters parameters = new Parameters(url.parameters());
            return body(endpoint, parameters, Units.of(call.timeUnit()));
        } catch (ApiError error) {
            return error.reply();
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).addKeyValue("target", call.target()).log("call failed");
            return Refusals.ofStatus(500);
        }
    }

    private Reply body(String endpoint, Parameters parameters, Units units) {
        return switch (endpoint) {
            case "ping" -> {
                parameters.allowOnly(Set.of());
                yield Reply.json(200, "{}");
            }
            case "time" -> {
                parameters.allowOnly(Set.of());
                yield Reply.json(
                        200,
                        "{\"serverTime\":%d}".formatted(units.time(market.clock().shownMicros())));
            }
            case "exchangeInfo" -> {
                parameters.allowOnly(
                        Set.of(
                                "symbol",
                                "symbols",
                                "permissions",
                                "showPermissionSets",
                                "symbolStatus"));
                yield Reply.json(200, exchangeInfo.body(parameters));
            }
            case "trades" -> {
                parameters.allowOnly(Set.of("symbol", "limit"));
                yield Reply.json(200, trades.recent(symbol(parameters), parameters, units));
            }
            case "historicalTrades" -> {
                parameters.allowOnly(Set.of("symbol", "limit", "fromId"));
                yield Reply.json(200, trades.historical(symbol(parameters), parameters, units));
            }
            case "aggTrades" -> {
                parameters.allowOnly(Set.of("symbol", "limit", "fromId", "startTime", "endTime"));
                yield Reply.json(200, aggregates.page(symbol(parameters), parameters, units));
            }
            case "ticker/24hr" -> {
                parameters.allowOnly(Set.of("symbol", "symbols", "type", "symbolStatus"));
                yield Reply.json(200, tickers.body(parameters, units));
            }
            default -> Refusals.ofStatus(404);
        };
    }

    private SymbolMarket symbol(Parameters parameters) {
        return market.listed(parameters.symbol()).orElseThrow(ApiError::invalidSymbol);
    }

    private Reply spoilt(Fault.OfRest fault, String address) {
        if (fault instanceof Fault.TimeOutCalls timeOut) {
            return Refusals.timedOut().heldFor(timeOut.hold());
        }
        if (fault instanceof Fault.RefuseCalls refusal) {
            long until = market.clock().wallMicros() + micros(refusal.retryAfter());
            return switch (refusal.status()) {
                case 429 -> {
                    rateLimits.limitUntil(address, until);
                    yield tooMany(until);
                }
                case 418 -> {
                    rateLimits.banUntil(address, until);
                    yield banned(until);
                }
                default -> Refusals.ofStatus(refusal.status());
            };
        }
        throw new IllegalStateException("not a fault of calls: " + fault);
    }

    private Reply tooMany(long untilMicros) {
        counters.add(Counter.TOO_MANY_REQUESTS);
        return Refusals.tooManyRequests(limits.weightPerMinute(), secondsUntil(untilMicros));
    }

    private Reply banned(long untilMicros) {
        return Refusals.banned(untilMicros / 1_000, secondsUntil(untilMicros));
    }

    private long secondsUntil(long micros) {
        return Math.max(1, Math.ceilDiv(micros - market.clock().wallMicros(), MICROS_PER_SECOND));
    }

    private static int weight(String endpoint, Map<String, List<String>> parameters) {
        if (endpoint.equals("ticker/24hr")) {
            return Tickers.weight(
                    parameters.containsKey("symbol"),
                    parameters.getOrDefault("symbols", List.of()).stream().findFirst());
        }
        return WEIGHTS.getOrDefault(endpoint, 1);
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
