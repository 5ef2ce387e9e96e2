package io.gapless.seal;

import io.gapless.archive.Archive;
import io.gapless.seal.DayState.Border;
import io.gapless.trade.Coverage;
import io.gapless.trade.TradeIdRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Looks for what a day leaves to its neighbours: ids that are archived, as the checkpoint has it, and
/// in none of the day's objects must be in those of another date. Otherwise a part would be lacking, and
/// the day would be sealed without it.
final class Neighbours {
    /// Days back until the one before is found: more than a year without a trade.
    static final int MAX_DAYS = 400;

    /// The exchange's clock steps back by seconds: what is not of one of these days is of none.
    static final int NEAR_DAYS = 5;

    private final Archive archive;
    private final Coverage stored;

    /// @param stored ids that are in objects, as the checkpoint has it
    Neighbours(Archive archive, Coverage stored) {
        this.archive = archive;
        this.stored = stored;
    }

    /// @param parts of the day
    /// @param later ids in the next objects of later dates
    /// @return ids that are nowhere
    Coverage lacking(DayParts parts, DayState.Complete state, Coverage later) {
        Coverage open = owed(state).minus(later);
        if (open.isEmpty()) {
            return open;
        }
        open = open.minus(ids(parts, parts.date().plusDays(1)));
        boolean found = false;
        for (int back = 1;
                back <= MAX_DAYS && !open.isEmpty() && (!found || back <= NEAR_DAYS);
                back++) {
            Coverage before = ids(parts, parts.date().minusDays(back));
            open = open.minus(before);
            found |= !before.isEmpty();
        }
        return open;
    }

    private static Coverage owed(DayState.Complete state) {
        List<TradeIdRange> borders = new ArrayList<>();
        for (Border border : List.of(state.before(), state.after())) {
            if (border instanceof Border.Neighbour(var id)) {
                borders.add(new TradeIdRange(id, id));
            }
        }
        return state.elsewhere().plus(Coverage.of(borders));
    }

    private Coverage ids(DayParts parts, LocalDate date) {
        return DayParts.list(archive, parts.symbol(), date, stored).ids();
    }
}
