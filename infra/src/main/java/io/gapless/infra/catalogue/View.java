package io.gapless.infra.catalogue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gapless.infra.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.glue.CfnTable;
import software.constructs.Construct;

/// A view of Athena's, made without running a statement: Glue keeps it as a table whose text is JSON
/// in Base64. Its database is named literally, since what is only known at deploy cannot be encoded.
final class View extends Construct {
    private static final JsonMapper JSON = new JsonMapper();

    View(
            Construct scope,
            Settings settings,
            String name,
            String description,
            String sql,
            List<Column> columns) {
        super(scope, "View-" + name);
        var _ =
                CfnTable.Builder.create(this, "Table")
                        .catalogId(Aws.ACCOUNT_ID)
                        .databaseName(Catalogue.databaseName(settings))
                        .tableInput(
                                CfnTable.TableInputProperty.builder()
                                        .name(name)
                                        .description(description)
                                        .tableType("VIRTUAL_VIEW")
                                        .parameters(
                                                Map.of(
                                                        "presto_view", "true",
                                                        "comment", "Presto View"))
                                        .partitionKeys(List.of())
                                        .storageDescriptor(
                                                CfnTable.StorageDescriptorProperty.builder()
                                                        .columns(
                                                                columns.stream()
                                                                        .map(TradeObjects::glue)
                                                                        .toList())
                                                        .location("")
                                                        .serdeInfo(
                                                                CfnTable.SerdeInfoProperty.builder()
                                                                        .build())
                                                        .build())
                                        .viewOriginalText(encoded(settings, sql, columns))
                                        .viewExpandedText("/* Presto View */")
                                        .build())
                        .build();
    }

    private static String encoded(Settings settings, String sql, List<Column> columns) {
        ObjectNode view = JSON.createObjectNode();
        view.put("originalSql", sql);
        view.put("catalog", "awsdatacatalog");
        view.put("schema", Catalogue.databaseName(settings));
        ArrayNode types = view.putArray("columns");
        columns.forEach(
                column -> types.addObject().put("name", column.name()).put("type", column.trino()));
        String base64 =
                Base64.getEncoder()
                        .encodeToString(view.toString().getBytes(StandardCharsets.UTF_8));
        return "/* Presto View: " + base64 + " */";
    }
}
