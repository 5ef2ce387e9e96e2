package io.gapless.infra.catalogue;

import io.gapless.infra.ArchiveBucket;
import io.gapless.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.constructs.Construct;

/// The archive in Athena: database, tables, views, a workgroup that cannot run away, and named queries.
public final class Catalogue extends Construct {
    static final String TRADES_VIEW = "trades";

    private static final long GIGABYTE = 1_000_000_000L;

    private final TradeObjects objects;
    private final TradeObjects seals;
    private final CfnWorkGroup workgroup;

    /// @param bucket the archive's name
    public Catalogue(Construct scope, Settings settings, String bucket) {
        super(scope, "Catalogue");
        CfnDatabase database =
                CfnDatabase.Builder.create(this, "Database")
                        .catalogId(Aws.ACCOUNT_ID)
                        .databaseInput(
                                CfnDatabase.DatabaseInputProperty.builder()
                                        .name(databaseName(settings))
                                        .description("Gapless: every trade, exactly once")
                                        .build())
                        .build();
        objects = new TradeObjects(this, settings, database, TradeObjects.PARTS, bucket);
        seals = new TradeObjects(this, settings, database, TradeObjects.SEALS, bucket);
        boolean oneSymbol = TradeObjects.isSymbolNamedByQueries(settings);
        View trades =
                view(
                        settings,
                        TRADES_VIEW,
                        "Every trade, for people: start here.",
                        Queries.view(oneSymbol ? "trades-of-parts" : TRADES_VIEW),
                        ViewColumns.TRADES);
        view(settings, "ohlcv", "Candles of a minute.", Queries.view("ohlcv"), ViewColumns.OHLCV)
                .getNode()
                .addDependency(trades);
        view(
                        settings,
                        "completeness",
                        "What is there and what is not, from ids alone.",
                        Queries.view("completeness"),
                        ViewColumns.COMPLETENESS)
                .getNode()
                .addDependency(trades);
        view(
                settings,
                "delay",
                "How long trades take to arrive, by hour.",
                Queries.view("delay"),
                ViewColumns.DELAY);
        workgroup = workgroup(settings, bucket);
        for (String name : Queries.NAMED) {
            String sql = Queries.named(name);
            named(
                    settings,
                    name,
                    oneSymbol ? Queries.ofOneSymbol(sql, settings.exampleSymbol()) : sql);
        }
    }

    private View view(
            Settings settings, String name, String description, String sql, List<Column> columns) {
        View view = new View(this, settings, name, description, sql, columns);
        view.getNode().addDependency(objects);
        view.getNode().addDependency(seals);
        return view;
    }

    /// The workgroup's name.
    public String workgroup() {
        return workgroup.getName();
    }

    /// Literal, since the view's text holds it.
    static String databaseName(Settings settings) {
        return settings.name().replace('-', '_');
    }

    private CfnWorkGroup workgroup(Settings settings, String bucket) {
        return CfnWorkGroup.Builder.create(this, "Workgroup")
                .name(settings.name())
                .description("Gapless: queries over the archive")
                .recursiveDeleteOption(true)
                .workGroupConfiguration(
                        CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                                .enforceWorkGroupConfiguration(true)
                                .publishCloudWatchMetricsEnabled(false)
                                .bytesScannedCutoffPerQuery(settings.scanLimit() * GIGABYTE)
                                .engineVersion(
                                        CfnWorkGroup.EngineVersionProperty.builder()
                                                .selectedEngineVersion("Athena engine version 3")
                                                .build())
                                .resultConfiguration(
                                        CfnWorkGroup.ResultConfigurationProperty.builder()
                                                .outputLocation(
                                                        "s3://%s/%s"
                                                                .formatted(
                                                                        bucket,
                                                                        ArchiveBucket
                                                                                .QUERY_RESULTS))
                                                .encryptionConfiguration(
                                                        CfnWorkGroup.EncryptionConfigurationProperty
                                                                .builder()
                                                                .encryptionOption("SSE_S3")
                                                                .build())
                                                .build())
                                .build())
                .build();
    }

    private void named(Settings settings, String name, String sql) {
        CfnNamedQuery query =
                CfnNamedQuery.Builder.create(this, "Query-" + name)
                        .name(name)
                        .database(databaseName(settings))
                        .workGroup(workgroup.getName())
                        .queryString(sql)
                        .build();
        query.getNode().addDependency(workgroup);
    }
}
