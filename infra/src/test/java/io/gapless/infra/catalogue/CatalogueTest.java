package io.gapless.infra.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.infra.Stacks;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.SingleColumn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The archive in Athena: that it fits the objects, and that its SQL is SQL.
class CatalogueTest {
    private static Stacks stacks;

    @BeforeAll
    static void synthesize() {
        stacks = Stacks.all();
    }

    private static JsonNode table(String name) {
        return table(Stacks.USUAL, name);
    }

    private static JsonNode table(String stack, String name) {
        return stacks.resources(stack, "AWS::Glue::Table").stream()
                .map(table -> table.path("Properties").path("TableInput"))
                .filter(input -> input.path("Name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void partitionsAreComputedFromTheKeysAndNeverRegistered() {
        JsonNode parameters = table("trade_objects").path("Parameters");
        assertThat(parameters.path("projection.enabled").asText()).isEqualTo("true");
        assertThat(parameters.path("projection.symbol.type").asText()).isEqualTo("enum");
        assertThat(parameters.path("projection.symbol.values").asText())
                .isEqualTo("BTCUSDT,ETHUSDT");
        assertThat(parameters.path("projection.date.range").asText())
                .isEqualTo("2026-01-01,NOW+1DAYS");
        assertThat(parameters.path("storage.location.template").toString())
                .contains("/trades/symbol=${symbol}/date=${date}/");
    }

    @Test
    void whereOnlyTheExchangeKnowsTheSymbolsEachQueryNamesOne() {
        JsonNode parameters = table(Stacks.TWINS, "trade_objects").path("Parameters");
        assertThat(parameters.path("projection.symbol.type").asText()).isEqualTo("injected");
        assertThat(parameters.has("projection.symbol.values")).isFalse();
        assertThat(stacks.resources(Stacks.TWINS, "AWS::Athena::NamedQuery"))
                .hasSize(4)
                .allSatisfy(query ->
                        assertThat(query.path("Properties").path("QueryString").asText())
                                .contains("symbol = 'BTCEUR' AND"));
    }

    /// `docs/data-format.md` lists the columns as the archive writes them, which its own tests hold.
    @Test
    void theColumnsAreThoseOfTheObjectsWithTimesAsWholeNumbers() throws Exception {
        List<String> expected = new ArrayList<>();
        Matcher row =
                Pattern.compile("(?m)^\\| `(\\w+)` \\| ([A-Z0-9]+)")
                        .matcher(Files.readString(Path.of("../docs/data-format.md")));
        while (row.find()) {
            String type =
                    switch (row.group(2)) {
                        case "INT64", "TIMESTAMP" -> "bigint";
                        case "DECIMAL" -> "decimal(19,8)";
                        case "BOOLEAN" -> "boolean";
                        case "STRING" -> "string";
                        default -> row.group(2);
                    };
            expected.add(row.group(1) + " " + type);
        }
        List<String> actual = new ArrayList<>();
        table("trade_objects")
                .path("StorageDescriptor")
                .path("Columns")
                .forEach(c -> actual.add(c.path("Name").asText() + " " + c.path("Type").asText()));
        assertThat(actual).hasSize(9).isEqualTo(expected);
    }

    @Test
    void sealedDaysAreATableOfTheSameColumnsAndPartitions() {
        JsonNode seals = table("sealed_objects");
        assertThat(seals.path("StorageDescriptor").path("Columns"))
                .isEqualTo(table("trade_objects").path("StorageDescriptor").path("Columns"));
        assertThat(seals.path("PartitionKeys"))
                .isEqualTo(table("trade_objects").path("PartitionKeys"));
        assertThat(seals.path("Parameters").path("storage.location.template").toString())
                .contains("/sealed/symbol=${symbol}/date=${date}/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trades", "ohlcv", "completeness", "delay"})
    void aViewIsWhatAthenaKeepsAsOne(String name) throws Exception {
        for (String stack : List.of(Stacks.USUAL, Stacks.TWINS)) {
            JsonNode view = table(stack, name);
            assertThat(view.path("TableType").asText()).isEqualTo("VIRTUAL_VIEW");
            Matcher text =
                    Pattern.compile("/\\* Presto View: (\\S+) \\*/")
                            .matcher(view.path("ViewOriginalText").asText());
            assertThat(text.matches()).isTrue();
            String json =
                    new String(Base64.getDecoder().decode(text.group(1)), StandardCharsets.UTF_8);
            JsonNode definition = new JsonMapper().readTree(json);
            assertThat(definition.path("schema").asText()).isEqualTo(stack);
            List<String> names = new ArrayList<>();
            definition.path("columns").forEach(column -> names.add(column.path("name").asText()));
            assertThat(names)
                    .isEqualTo(selected(definition.path("originalSql").asText()))
                    .isEqualTo(DocumentedViews.columns().get(name));
            List<String> glue = new ArrayList<>();
            view.path("StorageDescriptor")
                    .path("Columns")
                    .forEach(column -> glue.add(column.path("Name").asText()));
            assertThat(names).isEqualTo(glue);
        }
    }

    /// The names of what a statement of Athena's engine selects.
    private static List<String> selected(String sql) {
        Query query = (Query) new SqlParser().createStatement(sql);
        return ((QuerySpecification) query.getQueryBody())
                .getSelect().getSelectItems().stream()
                        .map(SingleColumn.class::cast)
                        .map(item ->
                                item.getAlias()
                                        .orElseGet(() -> (Identifier) item.getExpression())
                                        .getValue())
                        .toList();
    }

    @Test
    void whereQueriesNameTheSymbolTheViewReadsThePartsAlone() {
        assertThat(Queries.view("trades-of-parts")).doesNotContain("FROM sealed_objects");
        assertThat(selected(Queries.view("trades-of-parts")))
                .isEqualTo(selected(Queries.view("trades")));
    }

    @Test
    void namedQueriesAreSqlOfAthenasEngine() {
        List<JsonNode> queries = stacks.resources(Stacks.USUAL, "AWS::Athena::NamedQuery");
        List<String> names = new ArrayList<>();
        for (JsonNode query : queries) {
            JsonNode properties = query.path("Properties");
            names.add(properties.path("Name").asText());
            var statement =
                    new SqlParser().createStatement(properties.path("QueryString").asText());
            assertThat(statement).isNotNull();
        }
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "trades-of-a-day", "candles", "completeness", "freshness");
    }

    @Test
    void aQueryCannotReadWithoutEndAndItsResultsDoNotLieInTheArchive() {
        JsonNode group =
                stacks.resource(Stacks.USUAL, "AWS::Athena::WorkGroup")
                        .path("Properties")
                        .path("WorkGroupConfiguration");
        assertThat(group.path("EnforceWorkGroupConfiguration").asBoolean()).isTrue();
        assertThat(group.path("BytesScannedCutoffPerQuery").asLong()).isEqualTo(100_000_000_000L);
        assertThat(group.path("ResultConfiguration").path("OutputLocation").toString())
                .contains("athena-results/");
    }
}
