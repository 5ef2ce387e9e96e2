package io.gapless.local.run;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gapless.backfill.Backfill;
import io.gapless.backfill.BackfillHandler;
import io.gapless.backfill.BackfillReportJson;
import io.gapless.backfill.BackfillRequest;
import io.gapless.backfill.repair.RepairProgress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/// One run of the repair, as the schedule would start it.
@FunctionalInterface
public interface Repairer {
    /// @return the report, as the Lambda answers it
    JsonNode run() throws InterruptedException;

    /// The repair over stores of this machine.
    static Repairer of(Backfill backfill, Duration timeBudget) {
        return () ->
                BackfillReportJson.of(
                        backfill.run(
                                BackfillRequest.Scheduled.ALL,
                                Clock.systemUTC().instant().plus(timeBudget),
                                RepairProgress.NONE));
    }

    /// The Lambda's own handler.
    static Repairer of(BackfillHandler handler, Duration timeBudget) {
        return () ->
                new JsonMapper()
                        .valueToTree(
                                handler.handleRequest(
                                        Map.of(),
                                        new Invocation(
                                                timeBudget.plus(BackfillHandler.DEADLINE_MARGIN))));
    }

    /// What Lambda tells a handler of an invocation.
    ///
    /// @param time how long it may take
    record Invocation(Duration time) implements Context {
        @Override
        public String getAwsRequestId() {
            return "local";
        }

        @Override
        public String getLogGroupName() {
            return "local";
        }

        @Override
        public String getLogStreamName() {
            return "local";
        }

        @Override
        public String getFunctionName() {
            return "backfill";
        }

        @Override
        public String getFunctionVersion() {
            return "local";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "local";
        }

        @Override
        @SuppressWarnings("NullAway") // the interface knows no other way to say "none"
        public CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway") // the interface knows no other way to say "none"
        public ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getRemainingTimeInMillis() {
            return Math.toIntExact(time.toMillis());
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            return new LambdaLogger() {
                @Override
                public void log(String message) {
                    System.err.println(message);
                }

                @Override
                public void log(byte[] message) {
                    System.err.println(new String(message, StandardCharsets.UTF_8));
                }
            };
        }
    }
}
