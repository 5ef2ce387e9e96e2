package io.gapless.binance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Why the exchange did not answer what it was asked. Three kinds: [Ban]s, which end at a time;
/// [Unavailable], which may pass; the rest, which will not pass without somebody doing something.
public sealed interface Refusal {
    /// What was asked and where, such as `trades of BTCUSDT from id 17 at api.binance.com`.
    String asked();

    /// One sentence or two for the user: what happened, at what, and what to do.
    String sentence();

    /// Whether the same request may well succeed in some seconds.
    default boolean mayPass() {
        return this instanceof Unavailable;
    }

    /// The caller must not ask anything until a time, or the exchange will lock it out for longer.
    sealed interface Ban extends Refusal {
        Instant until();
    }

    /// 429: more weight was used than is allowed. Going on after it leads to 418.
    record RateLimited(String asked, Instant until, String said) implements Ban {
        @Override
        public String sentence() {
            return "Binance's request limit was broken (429) at "
                    + asked
                    + ". Nothing is asked until "
                    + utc(until)
                    + ". If this repeats, something else uses this address too: lower the weight per minute or use"
                    + " an address of its own."
                    + quoted(said);
        }
    }

    /// 418: the address is locked out, for 2 minutes up to 3 days.
    record Banned(String asked, Instant until, String said) implements Ban {
        @Override
        public String sentence() {
            return "Binance has banned this address (418), met at "
                    + asked
                    + ". Nothing is asked until "
                    + utc(until)
                    + ". If this repeats, something else uses this address too: lower the weight per minute or use"
                    + " an address of its own."
                    + quoted(said);
        }
    }

    /// 403: the firewall in front of the exchange refused, usually for about five minutes.
    record Forbidden(String asked, Instant until, String said) implements Ban {
        @Override
        public String sentence() {
            return "The firewall in front of Binance refused (403) "
                    + asked
                    + ". Nothing is asked until "
                    + utc(until)
                    + ". If this repeats, try from another address."
                    + quoted(said);
        }
    }

    /// 451: the exchange does not serve the place of this address, and will not.
    record RegionBlocked(String asked, Instant until, String said) implements Ban {
        @Override
        public String sentence() {
            return "Binance does not serve this address's region (451), met at "
                    + asked
                    + ". Run in a region that it serves, such as ap-northeast-1 or eu-central-1; the United States,"
                    + " Canada, the Netherlands and Malaysia are known to be blocked. Asked again after "
                    + utc(until)
                    + "."
                    + quoted(said);
        }
    }

    /// -1121: no such symbol, or no longer.
    record UnknownSymbol(String asked, String said) implements Refusal {
        @Override
        public String sentence() {
            return "Binance knows no such symbol: "
                    + asked
                    + ". Check the name (upper case, such as BTCUSDT); it may have been delisted."
                    + quoted(said);
        }
    }

    /// 3xx or 4xx otherwise: the exchange does not accept the request itself.
    record BadRequest(String asked, int status, String said) implements Refusal {
        @Override
        public String sentence() {
            return "Binance does not accept the request ("
                    + status
                    + "): "
                    + asked
                    + ". Check that the REST URL is that of a Binance spot exchange; asking again will not help."
                    + quoted(said);
        }
    }

    /// 5xx, an error that Binance calls passing, no connection, or no answer in time.
    record Unavailable(String asked, String said) implements Refusal {
        @Override
        public String sentence() {
            return "Binance did not answer: "
                    + asked
                    + (said.isBlank() ? "" : " (" + said + ")")
                    + ". If it stays so, check the network and the REST URL.";
        }
    }

    /// An answer that is not what the documents say. None of it is used.
    ///
    /// @param place what is wrong with it, and where in it
    /// @param sample how it begins
    record Unreadable(String asked, String place, String sample) implements Refusal {
        @Override
        public String sentence() {
            return "Binance's answer cannot be read: "
                    + asked
                    + ": "
                    + place
                    + ". Nothing of it is used. Check that the REST URL is that of a Binance spot exchange; if it is,"
                    + " its format has changed and this program must be updated."
                    + (sample.isBlank() ? "" : " It begins: " + sample);
        }
    }

    private static String quoted(String said) {
        return said.isBlank() ? "" : " It said: " + said;
    }

    private static String utc(Instant until) {
        return until.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
