package io.gapless.infra;

import io.gapless.infra.settings.Settings;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.ScheduleTargetInput;
import software.amazon.awscdk.services.scheduler.targets.LambdaInvoke;
import software.constructs.Construct;

/// Starts the repair again and again. What cannot be delivered lands in the dead-letter queue.
public final class RepairSchedule extends Construct {
    /// Of a delivery, not of a run: a run that fails is followed by the next one.
    static final int DELIVERY_RETRIES = 2;

    RepairSchedule(Construct scope, Settings settings, BackfillFunction backfill) {
        super(scope, "Repair");
        var _ =
                Schedule.Builder.create(this, "Schedule")
                        .scheduleName(settings.name() + "-repair")
                        .description("Gapless: looks for what is missing")
                        .schedule(
                                ScheduleExpression.rate(
                                        Duration.minutes(settings.schedule().toMinutes())))
                        .target(
                                LambdaInvoke.Builder.create(backfill.target())
                                        .input(
                                                ScheduleTargetInput.fromObject(
                                                        Map.of(
                                                                "source", "aws.scheduler",
                                                                "detail-type", "Scheduled Event")))
                                        .maxEventAge(BackfillFunction.MAX_EVENT_AGE)
                                        .retryAttempts(DELIVERY_RETRIES)
                                        .deadLetterQueue(backfill.deadLetters())
                                        .build())
                        .build();
    }
}
