package io.gapless.simulation;

/// What is wrong with the stores as such, for everybody.
final class Weather {
    private final Timeline time;
    private long s3AwayUntil;
    private long dynamoAwayUntil;

    Weather(Timeline time) {
        this.time = time;
    }

    Link.Kind s3() {
        return new Link.Kind(
                Fault.S3_THROTTLED,
                Fault.S3_TIMED_OUT,
                Fault.S3_REPLY_LOST,
                Fault.S3_LATE,
                Fault.S3_SLOW,
                () -> time.now() < s3AwayUntil);
    }

    Link.Kind dynamo() {
        return new Link.Kind(
                Fault.DYNAMO_THROTTLED,
                Fault.DYNAMO_TIMED_OUT,
                Fault.DYNAMO_REPLY_LOST,
                Fault.DYNAMO_LATE,
                Fault.DYNAMO_SLOW,
                () -> time.now() < dynamoAwayUntil);
    }

    void s3AwayFor(long micros) {
        s3AwayUntil = time.now() + micros;
    }

    void dynamoAwayFor(long micros) {
        dynamoAwayUntil = time.now() + micros;
    }

    void clear() {
        s3AwayUntil = 0;
        dynamoAwayUntil = 0;
    }
}
