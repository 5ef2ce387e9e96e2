package io.gapless.local.emulator;

import io.gapless.aws.AwsSettings;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Where two running emulators listen; kept in a file, so that a second command finds them.
public record Endpoints(URI s3, URI dynamoDb) {
    static final String ACCESS_KEY = "local";
    static final String SECRET_KEY = "local-secret";

    private static final String REGION = "us-east-1";

    /// The environment with which a program finds both and nothing else: what the user's own AWS
    /// variables say is overruled.
    public Map<String, String> env() {
        return Map.of(
                AwsSettings.REGION,
                REGION,
                AwsSettings.S3_ENDPOINT,
                s3.toString(),
                AwsSettings.DYNAMODB_ENDPOINT,
                dynamoDb.toString(),
                AwsSettings.ACCESS_KEY,
                ACCESS_KEY,
                AwsSettings.SECRET_KEY,
                SECRET_KEY,
                AwsSettings.SESSION_TOKEN,
                "");
    }

    /// The same, with one of them somewhere else.
    Endpoints with(Emulator which, URI endpoint) {
        return switch (which) {
            case S3 -> new Endpoints(endpoint, dynamoDb);
            case DYNAMODB -> new Endpoints(s3, endpoint);
        };
    }

    /// Where one of them listens.
    public URI of(Emulator which) {
        return switch (which) {
            case S3 -> s3;
            case DYNAMODB -> dynamoDb;
        };
    }

    /// What a file says; empty if there is none.
    static Optional<Endpoints> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            Properties p = new Properties();
            p.load(reader);
            return Optional.of(
                    new Endpoints(
                            URI.create(p.getProperty("s3")),
                            URI.create(p.getProperty("dynamodb"))));
        }
    }

    /// Writes the file, all of it or nothing.
    void write(Path file) throws IOException {
        Properties p = new Properties();
        p.setProperty("s3", s3.toString());
        p.setProperty("dynamodb", dynamoDb.toString());
        StringWriter text = new StringWriter();
        p.store(text, "Where S3Proxy and DynamoDB Local listen while they run");
        Path whole = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(whole, text.toString());
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
