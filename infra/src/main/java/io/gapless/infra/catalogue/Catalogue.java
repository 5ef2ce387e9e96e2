package io.gapless.infra.catalogue;

import io.gapless.infra.ArchiveBucket;
import io.gapless.infra.settings.Settings;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.constructs.Construct;

/// The archive in Athena: database, table, view, a workgroup that cannot run away, and named queries.
public final class Catalogue extends Construct {
    static final String TRADES_VIEW = "trades";

    private static final long GIGABYTE = 1_000_000_000L;

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
        TradeObjects objects = new TradeObjects(this, settings, database, bucket);
        View trades =
                new View(
                        this,
                        settings,
                        TRADES_VIEW,
                        "Every trade, for people: start here.",
                        Queries.TRADES,
                        Queries.TRADES_COLUMNS);
        trades.getNode().addDependency(database);
        trades.getNode().addDependency(objects);
        workgroup = workgroup(settings, bucket);
        Map.of(
                        "trades-of-a-day", Queries.TRADES_OF_A_DAY,
                        "candles", Queries.CANDLES,
                        "completeness", Queries.COMPLETENESS,
                        "freshness", Queries.FRESHNESS)
                .forEach((name, sql) ->
                        named(
                                settings,
                                name,
                                TradeObjects.isSymbolNamedByQueries(settings)
                                        ? Queries.ofOneSymbol(sql, settings.exampleSymbol())
                                        : sql));
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
