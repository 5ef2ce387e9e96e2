package io.gapless.archive;

import io.gapless.batch.BatchKey;
import io.gapless.trade.Coverage;
import io.gapless.trade.Symbol;
import io.gapless.trade.TradeIdRange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A checkpoint as every store keeps it and every tool shows it: a document of maps, lists, strings
/// and longs, with the same names in DynamoDB, in SQLite and in JSON.
///
/// Ranges are pairs `[first, last]`, times are ISO-8601 with six decimals. Reading is strict: what is
/// missing, unknown or of the wrong form is refused by name. A reader that guessed could take stored
/// ids for missing ones, and a second object of the same trades is the one thing that cannot be
/// mended; a reader that ignored what it does not know would drop it at its next write.
public final class CheckpointDocument {
    /// The field that names the symbol: the table's key.
    public static final String SYMBOL = "symbol";

    /// The field that conditional writes compare.
    public static final String VERSION = "version";

    private static final String ARCHIVED = "archived";
    private static final String CLAIMS = "claims";
    private static final String ABSENT = "absent";
    private static final String FOLLOWED = "followed";
    private static final String WANTED = "wanted";
    private static final String ASKED = "asked";
    private static final String ENDED = "ended";
    private static final String DEFERRED = "deferred";
    private static final String AHEAD = "ahead";
    private static final String HEAD_TIME = "headTime";
    private static final String UPDATED_AT = "updatedAt";

    private CheckpointDocument() {}

    /// The document of a checkpoint. Times finer than a microsecond are cut.
    public static Map<String, Object> of(Checkpoint checkpoint) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(SYMBOL, checkpoint.symbol().toString());
        document.put(VERSION, checkpoint.version());
        document.put(ARCHIVED, pairs(checkpoint.archived()));
        document.put(CLAIMS, checkpoint.claims().stream().map(CheckpointDocument::of).toList());
        document.put(ABSENT, pairs(checkpoint.absent()));
        checkpoint.wanted().followedFrom().ifPresent(origin -> document.put(FOLLOWED, origin));
        document.put(WANTED, pairs(checkpoint.wanted().followedBefore()));
        document.put(ASKED, pairs(checkpoint.wanted().asked()));
        checkpoint.wanted().ended().ifPresent(ended -> document.put(ENDED, of(ended)));
        document.put(DEFERRED, checkpoint.deferred().stream().map(CheckpointDocument::of).toList());
        checkpoint.ahead().ifPresent(ahead -> document.put(AHEAD, of(ahead)));
        document.put(HEAD_TIME, StoredTime.of(checkpoint.headTime()));
        document.put(UPDATED_AT, StoredTime.of(checkpoint.updatedAt()));
        return document;
    }

    /// Reads a document back.
    ///
    /// @throws StorageRefusedException naming the symbol and the field that cannot be read
    public static Checkpoint read(Map<String, ?> document) {
        DocumentFields fields =
                new DocumentFields(
                        "checkpoint of " + DocumentFields.quoted(document.get(SYMBOL)),
                        "",
                        document);
        Symbol symbol = fields.parsed(SYMBOL, Symbol::of);
        List<Claim> claims =
                fields.documents(CLAIMS).stream().map(claim -> readClaim(symbol, claim)).toList();
        Wanted wanted = readWanted(fields);
        List<Deferral> deferred =
                fields.documents(DEFERRED).stream().map(CheckpointDocument::readDeferral).toList();
        Optional<Checkpoint.Ahead> ahead =
                fields.optionalDocument(AHEAD).map(CheckpointDocument::readAhead);
        long version = fields.number(VERSION);
        Coverage archived = fields.coverage(ARCHIVED);
        Coverage absent = fields.coverage(ABSENT);
        Instant headTime = fields.time(HEAD_TIME);
        Instant updatedAt = fields.time(UPDATED_AT);
        fields.refuseOthers();
        try {
            return new Checkpoint(
                    symbol, version, archived, claims, absent, wanted, deferred, ahead, headTime,
                    updatedAt);
        } catch (IllegalStateException e) {
            throw fields.refusal("contradicts itself: " + e.getMessage(), e);
        }
    }

    private static Wanted readWanted(DocumentFields fields) {
        OptionalLong followedFrom = fields.optionalNumber(FOLLOWED);
        Coverage before = fields.coverage(WANTED);
        Coverage asked = fields.coverage(ASKED);
        Optional<Wanted.Ended> ended =
                fields.optionalDocument(ENDED).map(CheckpointDocument::readEnded);
        try {
            return new Wanted(followedFrom, before, asked, ended);
        } catch (IllegalArgumentException e) {
            throw fields.refusal("contradicts itself: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> of(Wanted.Ended ended) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("lastId", ended.lastId());
        document.put("at", StoredTime.of(ended.at()));
        return document;
    }

    private static Wanted.Ended readEnded(DocumentFields fields) {
        long lastId = fields.number("lastId");
        Instant at = fields.time("at");
        fields.refuseOthers();
        try {
            return new Wanted.Ended(lastId, at);
        } catch (IllegalArgumentException e) {
            throw fields.refusal("contradicts itself: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> of(Claim claim) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", claim.id());
        document.put("key", claim.key().toString());
        document.put("owner", claim.owner());
        document.put("expires", StoredTime.of(claim.expires()));
        return document;
    }

    private static Claim readClaim(Symbol symbol, DocumentFields fields) {
        BatchKey key = fields.parsed("key", BatchKey::parse);
        if (!key.symbol().equals(symbol)) {
            throw fields.refusal("\"key\" is of another symbol: " + key, null);
        }
        String id = fields.text("id");
        String owner = fields.text("owner");
        Instant expires = fields.time("expires");
        fields.refuseOthers();
        try {
            return new Claim(id, key, owner, expires);
        } catch (IllegalArgumentException e) {
            throw fields.refusal("contradicts itself: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> of(Deferral deferral) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("range", pair(deferral.range()));
        document.put("reason", deferral.reason().name().toLowerCase(Locale.ROOT));
        document.put("since", StoredTime.of(deferral.since()));
        document.put("retryAt", StoredTime.of(deferral.retryAt()));
        return document;
    }

    private static Deferral readDeferral(DocumentFields fields) {
        Deferral deferral =
                new Deferral(
                        fields.range("range"),
                        fields.parsed(
                                "reason",
                                word -> Deferral.Reason.valueOf(word.toUpperCase(Locale.ROOT))),
                        fields.time("since"),
                        fields.time("retryAt"));
        fields.refuseOthers();
        return deferral;
    }

    private static Map<String, Object> of(Checkpoint.Ahead ahead) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", ahead.id());
        document.put("since", StoredTime.of(ahead.since()));
        return document;
    }

    private static Checkpoint.Ahead readAhead(DocumentFields fields) {
        long id = fields.number("id");
        Instant since = fields.time("since");
        fields.refuseOthers();
        try {
            return new Checkpoint.Ahead(id, since);
        } catch (IllegalArgumentException e) {
            throw fields.refusal("contradicts itself: " + e.getMessage(), e);
        }
    }

    private static List<List<Long>> pairs(Coverage coverage) {
        return coverage.ranges().stream().map(CheckpointDocument::pair).toList();
    }

    private static List<Long> pair(TradeIdRange range) {
        return List.of(range.first(), range.last());
    }
}
