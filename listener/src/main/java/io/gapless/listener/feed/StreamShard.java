package io.gapless.listener.feed;

import io.gapless.trade.Symbol;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The streams that one connection carries: as many as fit are in its address, the others are
/// subscribed to once it is open.
///
/// @param number counts shards from 0
/// @param names all its streams, such as `btcusdt@trade`
/// @param url the address to connect to
/// @param beyondUrl the streams that are not in the address, in the parts they are asked for in
record StreamShard(int number, List<String> names, URI url, List<List<String>> beyondUrl) {
    private static final String PATH = "/stream?streams=";
    private static final String TIME_UNIT = "&timeUnit=MICROSECOND";

    StreamShard {
        names = List.copyOf(names);
        beyondUrl = beyondUrl.stream().map(List::copyOf).toList();
    }

    /// Divides the trade streams of symbols evenly over as few shards as the limits allow.
    ///
    /// @throws IllegalArgumentException when there are no symbols
    static List<StreamShard> plan(List<Symbol> symbols, FeedSettings settings) {
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("a feed of no symbols");
        }
        List<String> names = symbols.stream().map(StreamShard::streamOf).toList();
        int shards = Math.ceilDiv(names.size(), settings.limits().streamsPerConnection());
        List<StreamShard> plan = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            int from = Math.toIntExact((long) names.size() * i / shards);
            int to = Math.toIntExact((long) names.size() * (i + 1) / shards);
            plan.add(of(i, names.subList(from, to), settings));
        }
        return plan;
    }

    /// The name of a symbol's trade stream: the name in lower case, else the exchange acknowledges
    /// it and stays silent.
    static String streamOf(Symbol symbol) {
        return symbol.exchangeName().toLowerCase(Locale.ROOT) + "@trade";
    }

    /// All streams in parts that one request may hold.
    static List<List<String>> parts(List<String> names, int namesPerSubscribe) {
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < names.size(); from += namesPerSubscribe) {
            parts.add(names.subList(from, Math.min(names.size(), from + namesPerSubscribe)));
        }
        return parts;
    }

    private static StreamShard of(int number, List<String> names, FeedSettings settings) {
        StringBuilder url = new StringBuilder(settings.streamUrl().toString()).append(PATH);
        int inUrl = 0;
        while (inUrl < names.size()) {
            String next = (inUrl == 0 ? "" : "/") + encoded(names.get(inUrl));
            boolean fits =
                    url.length() + next.length() + TIME_UNIT.length()
                            <= settings.limits().urlLength();
            if (!fits && inUrl > 0) {
                break;
            }
            url.append(next);
            inUrl++;
        }
        return new StreamShard(
                number,
                names,
                URI.create(url.append(TIME_UNIT).toString()),
                parts(names.subList(inUrl, names.size()), settings.limits().namesPerSubscribe()));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%40", "@");
    }
}
