package io.gapless.infra.watching;

import io.gapless.infra.settings.Settings;
import java.util.List;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.constructs.Construct;

/// A budget of the whole account: costs by tag would need an activation by hand first, and watch
/// nothing until then. It tells, and stops nothing.
final class SpendingLimit extends Construct {
    private static final List<Integer> PERCENTS = List.of(80, 100);

    SpendingLimit(Construct scope, Settings settings, String email) {
        super(scope, "SpendingLimit");
        var _ =
                CfnBudget.Builder.create(this, "Budget")
                        .budget(
                                CfnBudget.BudgetDataProperty.builder()
                                        .budgetName(settings.name() + "-monthly")
                                        .budgetType("COST")
                                        .timeUnit("MONTHLY")
                                        .budgetLimit(
                                                CfnBudget.SpendProperty.builder()
                                                        .amount(settings.monthlyBudget())
                                                        .unit("USD")
                                                        .build())
                                        .build())
                        .notificationsWithSubscribers(
                                PERCENTS.stream().map(percent -> told(percent, email)).toList())
                        .build();
    }

    private static CfnBudget.NotificationWithSubscribersProperty told(int percent, String email) {
        return CfnBudget.NotificationWithSubscribersProperty.builder()
                .notification(
                        CfnBudget.NotificationProperty.builder()
                                .notificationType(percent < 100 ? "ACTUAL" : "FORECASTED")
                                .comparisonOperator("GREATER_THAN")
                                .threshold(percent)
                                .thresholdType("PERCENTAGE")
                                .build())
                .subscribers(
                        List.of(
                                CfnBudget.SubscriberProperty.builder()
                                        .subscriptionType("EMAIL")
                                        .address(email)
                                        .build()))
                .build();
    }
}
