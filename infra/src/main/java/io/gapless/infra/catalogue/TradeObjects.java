package io.gapless.infra.catalogue;

import io.gapless.infra.settings.Settings;
import io.gapless.trade.Symbol;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.constructs.Construct;

/// The objects under `trades/` or `sealed/` as a table. Its partitions are computed and never
/// registered, so there is nothing to crawl, and a trade is seen as soon as its object is there. The
/// day on which a copy was sealed is no partition: the view reads it from the path.
///
/// Microseconds are declared as whole numbers: Athena's timestamps have milliseconds, and it rounds,
/// which would move 23:59:59.9996 to the next day. The views cut.
final class TradeObjects extends Construct {
    /// Which objects.
    ///
    /// @param construct the construct's id
    record Kind(String construct, String table, String prefix, String description) {}

    static final Kind PARTS =
            new Kind(
                    "TradeObjects",
                    "trade_objects",
                    "trades/",
                    "Objects of the archive, times in microseconds since 1970. For people: the view trades.");
    static final Kind SEALS =
            new Kind(
                    "SealedObjects",
                    "sealed_objects",
                    "sealed/",
                    "Sealed days, a second copy, times in microseconds since 1970. For people: the view trades.");

    /// In the order of the file. `CatalogueTest` compares them with the archive's own.
    static final List<Column> COLUMNS =
            List.of(
                    Column.same("trade_id", "bigint"),
                    Column.same("price", "decimal(19,8)"),
                    Column.same("quantity", "decimal(19,8)"),
                    Column.same("trade_time", "bigint"),
                    Column.same("is_buyer_maker", "boolean"),
                    Column.same("is_best_match", "boolean"),
                    Column.same("event_time", "bigint"),
                    Column.same("received_at", "bigint"),
                    new Column("source", "string", "varchar"));

    private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";

    TradeObjects(
            Construct scope, Settings settings, CfnDatabase database, Kind kind, String bucket) {
        super(scope, kind.construct());
        String location = "s3://" + bucket + "/" + kind.prefix();
        CfnTable table =
                CfnTable.Builder.create(this, "Table")
                        .catalogId(Aws.ACCOUNT_ID)
                        .databaseName(Catalogue.databaseName(settings))
                        .tableInput(
                                CfnTable.TableInputProperty.builder()
                                        .name(kind.table())
                                        .description(kind.description())
                                        .tableType("EXTERNAL_TABLE")
                                        .parameters(parameters(settings, location))
                                        .partitionKeys(
                                                List.of(
                                                        glue(Column.same("symbol", "string")),
                                                        glue(Column.same("date", "string"))))
                                        .storageDescriptor(storage(location))
                                        .build())
                        .build();
        table.getNode().addDependency(database);
    }

    private static Map<String, String> parameters(Settings settings, String location) {
        Map<String, String> parameters = new TreeMap<>();
        if (isSymbolNamedByQueries(settings)) {
            parameters.put("projection.symbol.type", "injected");
        } else {
            parameters.put("projection.symbol.type", "enum");
            parameters.put("projection.symbol.values", String.join(",", symbols(settings)));
        }
        parameters.putAll(
                Map.of(
                        "EXTERNAL",
                        "TRUE",
                        "classification",
                        "parquet",
                        "projection.enabled",
                        "true",
                        "projection.date.type",
                        "date",
                        "projection.date.format",
                        "yyyy-MM-dd",
                        // Midnight has passed in UTC before it has elsewhere, and clocks differ.
                        "projection.date.range",
                        settings.archiveFrom() + ",NOW+1DAYS",
                        "storage.location.template",
                        location + "symbol=${symbol}/date=${date}/"));
        return parameters;
    }

    /// With all pairs of a quote currency nobody knows the symbols at deploy: each query names one.
    static boolean isSymbolNamedByQueries(Settings settings) {
        return !settings.symbols().quotes().isEmpty();
    }

    /// Also those that are not followed any more: what is not named here, Athena does not find.
    private static List<String> symbols(Settings settings) {
        return Stream.concat(settings.symbols().named().stream(), settings.pastSymbols().stream())
                .map(Symbol::toString)
                .distinct()
                .sorted()
                .toList();
    }

    private static CfnTable.StorageDescriptorProperty storage(String location) {
        return CfnTable.StorageDescriptorProperty.builder()
                .columns(COLUMNS.stream().map(TradeObjects::glue).toList())
                .location(location)
                .inputFormat(PARQUET + "MapredParquetInputFormat")
                .outputFormat(PARQUET + "MapredParquetOutputFormat")
                .serdeInfo(
                        CfnTable.SerdeInfoProperty.builder()
                                .serializationLibrary(PARQUET + "serde.ParquetHiveSerDe")
                                .parameters(Map.of("serialization.format", "1"))
                                .build())
                .build();
    }

    static CfnTable.ColumnProperty glue(Column column) {
        return CfnTable.ColumnProperty.builder().name(column.name()).type(column.glue()).build();
    }
}
