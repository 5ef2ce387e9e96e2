package io.gapless.protocol;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;

/// All that the future of a procedure depends on, as a text.
final class StatePrint {
    /// Parameters that are the same for all, and counters whose limits are far away.
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "random",
                    "claimant",
                    "giveUpAt",
                    "change",
                    "lostRaces",
                    "failuresInARow",
                    "lastFailure");

    private StatePrint() {}

    static String of(Procedure<?> procedure) {
        StringBuilder print = new StringBuilder(procedure.getClass().getSimpleName());
        for (Field field : procedure.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !LEFT_OUT.contains(field.getName())) {
                field.setAccessible(true);
                try {
                    print.append(' ')
                            .append(field.getName())
                            .append('=')
                            .append(of(field, procedure));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return print.toString();
    }

    private static String of(Field field, Procedure<?> procedure) throws IllegalAccessException {
        Object value = field.get(procedure);
        return switch (value) {
            case null -> "none";
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof EncodedBatch ->
                    list.stream().map(batch -> of((EncodedBatch) batch)).toList().toString();
            case EncodedBatch batch -> of(batch);
            default -> value.toString();
        };
    }

    private static String of(EncodedBatch batch) {
        return batch.claimId() + batch.key() + batch.content() + batch.origin() + batch.metadata();
    }
}
