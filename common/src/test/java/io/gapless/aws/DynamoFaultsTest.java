package io.gapless.aws;

import static io.gapless.aws.FaultyHttp.dynamoError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Checkpoint;
import io.gapless.archive.Marks;
import io.gapless.archive.SampleCheckpoints;
import io.gapless.archive.StorageRefusedException;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.aws.FaultyHttp.Fault;
import io.gapless.trade.Symbol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamoFaultsTest {
    private static final Symbol BTCUSDT = Symbol.of("BTCUSDT");

    private final FaultyHttp http = new FaultyHttp();
    private final AwsClients clients = http.clients(AwsEmulators.env());
    private final String table = AwsEmulators.newTable();
    private final DynamoCheckpoints checkpoints = new DynamoCheckpoints(clients.dynamoDb(), table);
    private final Checkpoint first = SampleCheckpoints.first(BTCUSDT);

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void aWriteWhoseReplyWasLostIsStoredThoughItSaysNo() {
        http.next(new Fault.ReplyLost());

        assertThat(checkpoints.write(first)).isFalse();

        assertThat(http.requests()).hasSize(2);
        assertThat(checkpoints.read(BTCUSDT)).contains(first);
    }

    @Test
    void aWriteThatDidNotArriveIsSentAgain() {
        http.next(new Fault.Lost());

        assertThat(checkpoints.write(first)).isTrue();
        assertThat(checkpoints.read(BTCUSDT)).contains(first);
    }

    @Test
    void aMarkWhoseReplyWasLostIsSetThoughItSaysNo() {
        DynamoMarks marks = new DynamoMarks(clients.dynamoDb(), table);
        Marks.Mark ban = new Marks.Mark("ban/backfill", SampleCheckpoints.NOW, "429");
        http.next(new Fault.ReplyLost());

        assertThat(marks.set(ban, ban.until())).isFalse();
        assertThat(marks.find("ban/backfill")).contains(ban);
    }

    @ParameterizedTest
    @CsvSource({
        "400,ProvisionedThroughputExceededException",
        "400,ThrottlingException",
        "400,RequestLimitExceeded",
        "500,InternalServerError",
        "503,ServiceUnavailable"
    })
    void whatMayPassIsUnavailableWhenItLasts(int status, String code) {
        Fault fault = dynamoError(status, code, "slow");
        http.next(fault, fault, fault, fault);

        assertThatThrownBy(() -> checkpoints.write(first))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("write table " + table + ", BTCUSDT: ")
                .hasMessageContaining(code);
        assertThat(http.requests()).hasSize(AwsClients.MAX_ATTEMPTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    AccessDeniedException       | not authorized                                  | access denied. Allow this caller dynamodb:GetItem
                    UnrecognizedClientException | The security token is invalid                   | AWS does not know this access key
                    ExpiredTokenException       | The security token is expired                   | these credentials have expired
                    InvalidSignatureException   | does not match                                  | the secret key does not fit
                    ResourceNotFoundException   | Requested resource not found                    | there is no table
                    ValidationException         | Item size has exceeded the maximum allowed size | larger than the 400 KB
                    ValidationException         | something else                                  | something else
                    """)
    void whatNeverWorksIsRefusedWithWhatToDo(String code, String message, String sentence) {
        http.next(dynamoError(400, code, message));

        assertThatThrownBy(() -> checkpoints.write(first))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("write table " + table + ", BTCUSDT: ")
                .hasMessageContaining(sentence);
    }
}
