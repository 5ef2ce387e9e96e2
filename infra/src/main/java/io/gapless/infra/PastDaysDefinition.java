package io.gapless.infra;

/// What Step Functions does, in its own language. `${Function}` is the function's ARN.
final class PastDaysDefinition {
    /// Tries of one day: the exchange's host has been away for hours.
    static final int MAX_TRIES = 8;

    private PastDaysDefinition() {}

    /// Want the days; bring each in, some at once, as often as it takes; sum up. What a day brings is
    /// kept in a few characters, because a state may pass on 256 kB.
    ///
    /// @param concurrency days at once
    static String json(int concurrency) {
        return """
        {
          "Comment": "Input: {symbols: [BTCUSDT], from: 2024-01-01, to: 2024-12-31}, both days included",
          "StartAt": "Want",
          "States": {
            "Want": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {"FunctionName": "${Function}", "Payload": {"history.$": "$"}},
              "OutputPath": "$.Payload",
              "Retry": [%1$s],
              "Next": "Days"
            },
            "Days": {
              "Type": "Map",
              "ItemsPath": "$.days",
              "MaxConcurrency": %2$d,
              "ToleratedFailurePercentage": 100,
              "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "Day",
                "States": {
                  "Day": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": {"FunctionName": "${Function}", "Payload.$": "$"},
                    "ResultSelector": {
                      "e.$": "$.Payload.ended",
                      "a.$": "$.Payload.archived",
                      "c.$": "$.Payload.conflictCount"
                    },
                    "Retry": [%1$s],
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "NotReached"}],
                    "End": true
                  },
                  "NotReached": {
                    "Type": "Pass",
                    "Result": {"e": "NOT_REACHED", "a": 0, "c": 0},
                    "End": true
                  }
                }
              },
              "ResultPath": "$.end.days",
              "Next": "SumUp"
            },
            "SumUp": {
              "Type": "Task",
              "Resource": "arn:aws:states:::lambda:invoke",
              "Parameters": {"FunctionName": "${Function}", "Payload.$": "$.end"},
              "OutputPath": "$.Payload",
              "Retry": [%1$s],
              "End": true
            }
          }
        }
        """
                .formatted(retry(), concurrency);
    }

    /// An event that is refused is refused for ever.
    private static String retry() {
        return """
        {"ErrorEquals": ["java.lang.IllegalArgumentException"], "MaxAttempts": 0},
        {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 10, "BackoffRate": 2,
         "MaxDelaySeconds": 900, "MaxAttempts": %d, "JitterStrategy": "FULL"}\
        """
                .formatted(MAX_TRIES);
    }
}
