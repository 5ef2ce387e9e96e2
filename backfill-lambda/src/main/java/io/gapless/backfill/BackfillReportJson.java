package io.gapless.backfill;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.backfill.repair.Conflict;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
import io.gapless.trade.Decimal8;
import io.gapless.trade.Trade;
import io.gapless.trade.TradeIdRange;
import java.util.List;

/// What an invocation answers, as JSON: the same for the Lambda and for the command line.
public final class BackfillReportJson {
    private static final JsonMapper JSON = new JsonMapper();

    private BackfillReportJson() {}

    public static ObjectNode of(Backfill.Result result) {
        RepairReport report = result.report();
        ObjectNode node = JSON.createObjectNode();
        result.stored().forEach(node.putArray("asked")::add);
        node.put("ended", report.ending().name());
        if (!report.sentence().isEmpty()) {
            node.put("why", report.sentence());
        }
        node.put("filled", report.filled());
        node.put("left", report.left());
        report.goesOnAt().ifPresent(at -> node.put("goesOnAt", at.toString()));
        node.put("startedAt", report.startedAt().toString());
        node.put("endedAt", report.endedAt().toString());
        ArrayNode symbols = node.putArray("symbols");
        report.symbols().forEach(symbol -> symbols.add(symbol(symbol)));
        return node;
    }

    private static ObjectNode symbol(SymbolReport report) {
        ObjectNode node = JSON.createObjectNode();
        node.put("symbol", report.symbol().toString());
        node.put("filled", report.filled());
        node.put("takenOver", report.takenOver());
        node.put("fromDumps", report.fromDumps());
        node.put("objects", report.objects());
        node.put("left", report.leftTrades());
        node.set("leftRanges", ranges(report.left()));
        node.set("absent", ranges(report.absent()));
        report.evidence().forEach(node.putArray("evidence")::add);
        report.notes().forEach(node.putArray("notes")::add);
        node.put("conflictCount", report.conflictCount());
        report.conflicts().forEach(c -> node.withArray("conflicts").add(conflict(c)));
        return node;
    }

    /// A conflict with both versions.
    static ObjectNode conflict(Conflict conflict) {
        ObjectNode node = JSON.createObjectNode();
        node.put("symbol", conflict.symbol().toString());
        node.put("id", conflict.id());
        node.put("key", conflict.key().toString());
        node.set("archived", trade(conflict.archived()));
        node.set("published", trade(conflict.published()));
        return node;
    }

    private static ObjectNode trade(Trade trade) {
        ObjectNode node = JSON.createObjectNode();
        node.put("price", Decimal8.format(trade.price()));
        node.put("quantity", Decimal8.format(trade.quantity()));
        node.put("time", Trade.instant(trade.time()).toString());
        node.put("isBuyerMaker", trade.buyerIsMaker());
        node.put("isBestMatch", trade.bestMatch());
        node.put("source", trade.source().word());
        return node;
    }

    private static ArrayNode ranges(List<TradeIdRange> ranges) {
        ArrayNode node = JSON.createArrayNode();
        ranges.forEach(range -> node.addArray().add(range.first()).add(range.last()));
        return node;
    }
}
