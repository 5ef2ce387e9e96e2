package io.gapless.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/// An HTTP client on a bad line, below the SDK's retries. One thread at a time.
final class FaultyHttp implements SdkHttpClient {
    /// What happens to one request.
    sealed interface Fault {
        /// It never arrives.
        record Lost() implements Fault {}

        /// It arrives and is carried out; the reply does not come.
        record ReplyLost() implements Fault {}

        /// Something in between answers in the server's place.
        record Answer(int status, Map<String, String> headers, String body) implements Fault {}
    }

    private final SdkHttpClient line = UrlConnectionHttpClient.create();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<SdkHttpRequest> requests = new ArrayList<>();

    /// Clients on this line. They try as often as in production, without waiting in between.
    AwsClients clients(Map<String, String> env) {
        BackoffStrategy atOnce = BackoffStrategy.retryImmediately();
        return new AwsClients(
                AwsSettings.from(env),
                this,
                AwsClients.retries()
                        .backoffStrategy(atOnce)
                        .throttlingBackoffStrategy(atOnce)
                        .build());
    }

    /// What happens to the next requests, in this order. Then all goes well.
    FaultyHttp next(Fault... more) {
        faults.addAll(List.of(more));
        return this;
    }

    /// An answer as S3 words its errors.
    static Fault s3Error(int status, String code) {
        return new Fault.Answer(
                status,
                Map.of("Content-Type", "application/xml"),
                "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>said %s</Message></Error>"
                        .formatted(code, code));
    }

    /// An answer as DynamoDB words its errors.
    static Fault dynamoError(int status, String code, String message) {
        return new Fault.Answer(
                status,
                Map.of("Content-Type", "application/x-amz-json-1.0"),
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}"
                        .formatted(code, message));
    }

    /// Every request that was sent, or should have been.
    List<SdkHttpRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            private final ExecutableHttpRequest real = line.prepareRequest(request);

            @Override
            public HttpExecuteResponse call() throws IOException {
                requests.add(request.httpRequest());
                return switch (faults.poll()) {
                    case null -> real.call();
                    case Fault.Lost() -> throw new IOException("connection refused (test)");
                    case Fault.ReplyLost() -> {
                        real.call();
                        throw new IOException("connection reset (test)");
                    }
                    case Fault.Answer(int status, var headers, String body) ->
                            answer(status, headers, body);
                };
            }

            @Override
            public void abort() {
                real.abort();
            }
        };
    }

    @Override
    public void close() {
        line.close();
    }

    private static HttpExecuteResponse answer(
            int status, Map<String, String> headers, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        SdkHttpFullResponse.Builder response =
                SdkHttpFullResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Length", Integer.toString(bytes.length));
        headers.forEach(response::putHeader);
        return HttpExecuteResponse.builder()
                .response(response.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                .build();
    }
}
