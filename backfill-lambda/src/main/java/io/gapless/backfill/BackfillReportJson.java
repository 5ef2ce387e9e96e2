package io.gapless.backfill;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.backfill.repair.RepairReport;
import io.gapless.backfill.repair.RepairReport.SymbolReport;
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
        node.put("objects", report.objects());
        node.put("left", report.leftTrades());
        node.set("leftRanges", ranges(report.left()));
        node.set("absent", ranges(report.absent()));
        report.evidence().forEach(node.putArray("evidence")::add);
        report.notes().forEach(node.putArray("notes")::add);
        return node;
    }

    private static ArrayNode ranges(List<TradeIdRange> ranges) {
        ArrayNode node = JSON.createArrayNode();
        ranges.forEach(range -> node.addArray().add(range.first()).add(range.last()));
        return node;
    }
}
