package io.gapless.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

class AwsSettingsTest {
    @Test
    void aRegionIsEnough() {
        AwsSettings settings = AwsSettings.from(Map.of("AWS_REGION", "eu-west-1"));

        assertThat(settings.region()).isEqualTo("eu-west-1");
        assertThat(settings.s3Endpoint()).isEmpty();
        assertThat(settings.dynamoDbEndpoint()).isEmpty();
        assertThat(settings.credentials()).isInstanceOf(DefaultCredentialsProvider.class);
    }

    @Test
    void everythingCanBeSet() {
        AwsSettings settings =
                AwsSettings.from(
                        Map.of(
                                "AWS_DEFAULT_REGION", "eu-west-1",
                                "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
                                "AWS_ENDPOINT_URL_S3", "https://s3.example:2",
                                "AWS_ACCESS_KEY_ID", "id",
                                "AWS_SECRET_ACCESS_KEY", "secret",
                                "AWS_SESSION_TOKEN", "token"));

        assertThat(settings.region()).isEqualTo("eu-west-1");
        assertThat(settings.s3Endpoint()).contains(URI.create("https://s3.example:2"));
        assertThat(settings.dynamoDbEndpoint()).contains(URI.create("http://127.0.0.1:1"));
        assertThat(settings.credentials().resolveCredentials())
                .isEqualTo(AwsSessionCredentials.create("id", "secret", "token"));
    }

    @Test
    void allErrorsAreReportedAtOnce() {
        assertThatThrownBy(() ->
                        AwsSettings.from(
                                Map.of(
                                        "AWS_ENDPOINT_URL", "localhost:9000",
                                        "AWS_ENDPOINT_URL_DYNAMODB", "http://")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AWS_REGION is not set")
                .hasMessageContaining("AWS_ENDPOINT_URL is \"localhost:9000\": expected a URL")
                .hasMessageContaining("AWS_ENDPOINT_URL_DYNAMODB is \"http://\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "//host", "/path", "ftp://host", "http://me:hunter2@host"})
    void anAddressThatIsNoneIsRefusedWithoutItsPassword(String address) {
        Map<String, String> env = Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL", address);
        assertThatThrownBy(() -> AwsSettings.from(env))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL is")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void settingsShowNeitherSecretKeyNorToken() {
        AwsSettings settings =
                AwsSettings.from(
                        Map.of(
                                "AWS_REGION", "us-east-1",
                                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                                "AWS_SECRET_ACCESS_KEY", "the-secret-key",
                                "AWS_SESSION_TOKEN", "the-session-token"));
        assertThat(settings.toString()).contains("us-east-1").doesNotContain("the-se");
    }
}
