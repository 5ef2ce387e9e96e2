package io.gapless.local.emulator;

import java.nio.file.Path;
import java.util.List;

/// One of the two stores that are emulated.
public enum Emulator {
    /// S3Proxy.
    S3("S3Proxy") {
        @Override
        EmulatorProcess start(EmulatedAws aws, Path program) {
            return EmulatorProcess.start(
                    title(),
                    program,
                    "io.gapless.emulators.S3Main",
                    List.of(aws.s3Folder().toString(), Endpoints.ACCESS_KEY, Endpoints.SECRET_KEY),
                    aws.logs().resolve("s3proxy.log"));
        }
    },
    /// DynamoDB Local.
    DYNAMODB("DynamoDB Local") {
        @Override
        EmulatorProcess start(EmulatedAws aws, Path program) {
            return EmulatorProcess.start(
                    title(),
                    program,
                    "io.gapless.emulators.DynamoDbMain",
                    List.of(aws.dynamoDbFolder().toString()),
                    aws.logs().resolve("dynamodb-local.log"));
        }
    };

    private final String title;

    Emulator(String title) {
        this.title = title;
    }

    /// Its name, for people.
    public String title() {
        return title;
    }

    /// Starts it over what it has stored.
    abstract EmulatorProcess start(EmulatedAws aws, Path program);
}
