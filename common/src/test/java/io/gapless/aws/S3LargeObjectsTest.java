package io.gapless.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Archive;
import io.gapless.archive.LargeObjects;
import io.gapless.archive.LargeObjectsContract;
import io.gapless.batch.ByteSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpRequest;

class S3LargeObjectsTest extends LargeObjectsContract {
    private final String bucket = AwsEmulators.newBucket();

    @Override
    protected LargeObjects objects() {
        return new S3LargeObjects(AwsEmulators.clients().s3(), bucket);
    }

    @Override
    protected Archive archive() {
        return new S3Archive(AwsEmulators.clients().s3(), bucket);
    }

    @Test
    void aPutIsCreateOnlyWithItsChecksum() {
        FaultyHttp http = new FaultyHttp();
        try (AwsClients clients = http.clients(AwsEmulators.env())) {
            new S3LargeObjects(clients.s3(), bucket)
                    .put(
                            "sealed/x",
                            ByteSource.of("rows".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                            Map.of());
        }

        SdkHttpRequest put = http.requests().getFirst();
        assertThat(put.firstMatchingHeader("If-None-Match")).contains("*");
        assertThat(put.firstMatchingHeader("x-amz-checksum-sha256"))
                .contains("vFHp5l154ckLpUSrLq4QRMzfjBr3pVm6N1y6Qnb32Z4=");
        assertThat(put.firstMatchingHeader("Content-Length")).contains("4");
        assertThat(http.requests()).hasSize(1);
    }
}
