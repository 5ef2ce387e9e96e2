package io.gapless.infra;

import io.gapless.archive.CheckpointDocument;
import io.gapless.infra.settings.Settings;
import io.gapless.infra.settings.TableCapacity;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/// The table of checkpoints. It outlives the stack.
///
/// Its backups are for looking into, never for restoring under running writers: the bucket is the
/// truth, and `gapless rebuild` makes the table anew from it.
public final class CheckpointTable extends Construct {
    private final ITable table;

    CheckpointTable(Construct scope, Settings settings) {
        super(scope, "Checkpoints");
        String name = settings.name() + "-checkpoints";
        table =
                settings.existingArchive()
                        ? Table.fromTableName(this, "Table", name)
                        : made(name, settings.tableCapacity());
    }

    public ITable table() {
        return table;
    }

    /// Allows what the programs do, and no more: whole items are read and conditionally written, and
    /// never deleted.
    void allowWriting(IGrantable program) {
        program.getGrantPrincipal()
                .addToPrincipalPolicy(
                        PolicyStatement.Builder.create()
                                .sid("Checkpoints")
                                .actions(
                                        List.of(
                                                "dynamodb:GetItem",
                                                "dynamodb:PutItem",
                                                "dynamodb:Scan"))
                                .resources(List.of(table.getTableArn()))
                                .build());
    }

    private Table made(String name, TableCapacity capacity) {
        Table.Builder builder =
                Table.Builder.create(this, "Table")
                        .tableName(name)
                        .partitionKey(
                                Attribute.builder()
                                        .name(CheckpointDocument.SYMBOL)
                                        .type(AttributeType.STRING)
                                        .build())
                        .deletionProtection(true)
                        .pointInTimeRecoverySpecification(
                                PointInTimeRecoverySpecification.builder()
                                        .pointInTimeRecoveryEnabled(true)
                                        .build())
                        .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
        return switch (capacity) {
            case TableCapacity.OnDemand() ->
                    builder.billingMode(BillingMode.PAY_PER_REQUEST).build();
            case TableCapacity.Provisioned(int read, int write) -> {
                Table made =
                        builder.billingMode(BillingMode.PROVISIONED)
                                .readCapacity(read)
                                .writeCapacity(write)
                                .build();
                yield made;
            }
        };
    }
}
