package io.gapless.local.emulator;

import io.gapless.aws.AwsClients;
import io.gapless.aws.AwsSettings;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/// Makes the bucket and the table, where they are not there already.
final class Provision {
    private static final String KEY = "symbol";

    private Provision() {}

    static void bucketAndTable(Endpoints endpoints) {
        try (AwsClients clients = AwsClients.open(AwsSettings.from(endpoints.env()))) {
            bucket(clients.s3());
            table(clients.dynamoDb());
        }
    }

    private static void bucket(S3Client s3) {
        try {
            s3.headBucket(request -> request.bucket(EmulatedAws.BUCKET));
        } catch (NoSuchBucketException e) {
            s3.createBucket(request -> request.bucket(EmulatedAws.BUCKET));
        }
    }

    private static void table(DynamoDbClient dynamoDb) {
        try {
            dynamoDb.describeTable(request -> request.tableName(EmulatedAws.TABLE));
        } catch (ResourceNotFoundException e) {
            AttributeDefinition key =
                    AttributeDefinition.builder()
                            .attributeName(KEY)
                            .attributeType(ScalarAttributeType.S)
                            .build();
            KeySchemaElement hash =
                    KeySchemaElement.builder().attributeName(KEY).keyType(KeyType.HASH).build();
            dynamoDb.createTable(request ->
                    request.tableName(EmulatedAws.TABLE)
                            .billingMode(BillingMode.PAY_PER_REQUEST)
                            .attributeDefinitions(List.of(key))
                            .keySchema(List.of(hash)));
        }
    }
}
