package io.gapless.aws;

import io.gapless.trade.Excerpt;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Where AWS is and who asks, from the variables that every AWS tool reads. Files under `~/.aws` count
/// for credentials only, and only when the environment holds none.
///
/// @param region such as `ap-northeast-1`
/// @param s3Endpoint another S3 than the region's; it is then spoken to in path style
/// @param dynamoDbEndpoint another DynamoDB than the region's
public record AwsSettings(
        String region,
        Optional<URI> s3Endpoint,
        Optional<URI> dynamoDbEndpoint,
        AwsCredentialsProvider credentials) {
    public static final String REGION = "AWS_REGION";
    public static final String DEFAULT_REGION = "AWS_DEFAULT_REGION";
    public static final String ENDPOINT = "AWS_ENDPOINT_URL";
    public static final String S3_ENDPOINT = "AWS_ENDPOINT_URL_S3";
    public static final String DYNAMODB_ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";
    public static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
    public static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
    public static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

    /// Most characters of a wrong value that are quoted.
    private static final int MAX_SHOWN = 200;

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with one line for each thing that is wrong
    public static AwsSettings from(Map<String, String> env) {
        List<String> errors = new ArrayList<>();
        String region = env.getOrDefault(REGION, env.getOrDefault(DEFAULT_REGION, "")).strip();
        if (region.isEmpty()) {
            errors.add(REGION + " is not set: expected a region such as ap-northeast-1");
        }
        Optional<URI> everything = endpoint(env, ENDPOINT, errors);
        Optional<URI> s3 = endpoint(env, S3_ENDPOINT, errors).or(() -> everything);
        Optional<URI> dynamoDb = endpoint(env, DYNAMODB_ENDPOINT, errors).or(() -> everything);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", errors));
        }
        return new AwsSettings(region, s3, dynamoDb, credentials(env));
    }

    private static AwsCredentialsProvider credentials(Map<String, String> env) {
        String accessKey = env.getOrDefault(ACCESS_KEY, "");
        String secretKey = env.getOrDefault(SECRET_KEY, "");
        String token = env.getOrDefault(SESSION_TOKEN, "");
        if (accessKey.isBlank() || secretKey.isBlank()) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(
                token.isBlank()
                        ? AwsBasicCredentials.create(accessKey, secretKey)
                        : AwsSessionCredentials.create(accessKey, secretKey, token));
    }

    private static Optional<URI> endpoint(
            Map<String, String> env, String name, List<String> errors) {
        String text = env.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            if (uri.getScheme() != null
                    && List.of("http", "https").contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // Said below, as of any other text that is no URL.
        }
        errors.add(
                name
                        + " is \""
                        + Excerpt.ofSetting(text, MAX_SHOWN)
                        + "\": expected a URL such as http://127.0.0.1:9000, without a user name or password");
        return Optional.empty();
    }
}
