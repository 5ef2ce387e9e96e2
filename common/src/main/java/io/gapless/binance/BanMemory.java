package io.gapless.binance;

import io.gapless.archive.Marks;
import io.gapless.archive.Marks.Mark;
import io.gapless.archive.StorageUnavailableException;
import io.gapless.binance.Reply.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Until when a caller must not ask the exchange anything: kept in the process and stored as the mark
/// `ban/<caller>`, so that the next process of that caller knows it too, also after a kill.
///
/// The mark is read before the first request and again every [#READ_AGAIN_AFTER], since another
/// process of the same caller may have met a ban. A ban is extended, never shortened. While the store
/// does not answer, the process goes by what it knows, and stores what it could not store later; only
/// before it has read the mark once it knows nothing, and asks nothing.
///
/// Safe for use by many threads.
public final class BanMemory {
    /// How old the last look at the mark may be, and how long to leave a store alone that did not
    /// answer.
    public static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(5);

    /// Longest note stored, in characters: the mark stays well under a kilobyte.
    static final int MAX_NOTE = 400;

    private static final Logger LOG = LoggerFactory.getLogger(BanMemory.class);
    private static final String PREFIX = "ban/";

    private final Marks marks;
    private final String name;

    private Optional<Mark> known = Optional.empty();
    private boolean stored = true;
    private Optional<Instant> triedAt = Optional.empty();
    private boolean everRead;

    /// @param caller who shares the ban, such as `backfill`
    public BanMemory(Marks marks, String caller) {
        this.marks = marks;
        this.name = PREFIX + caller;
    }

    /// A caller's mark, as this class stores it: for whoever shows bans to people.
    public static Optional<Mark> stored(Marks marks, String caller) {
        return marks.find(PREFIX + caller);
    }

    /// Something to wait for before anything is asked.
    ///
    /// @param sentence for people
    public record Wait(Instant until, Cause cause, String sentence) {}

    /// What must be waited for, if anything. Reads the mark when the last look is too old.
    ///
    /// @throws io.gapless.archive.StorageRefusedException when marks can never be read
    public synchronized Optional<Wait> inForce(Instant now) {
        if (isOld(now)) {
            synchronise(now);
        }
        if (!everRead) {
            return Optional.of(
                    new Wait(
                            now.plus(READ_AGAIN_AFTER),
                            Cause.BAN_UNKNOWN,
                            "The table of checkpoints does not answer, so it is not known whether Binance has banned "
                                    + name.substring(PREFIX.length())
                                    + "; nothing is asked until the table can be read."));
        }
        return known.filter(ban -> ban.until().isAfter(now))
                .map(ban -> new Wait(ban.until(), Cause.BAN, ban.note()));
    }

    /// Remembers a ban that was just met, and stores it before anything else is done.
    public synchronized void met(Refusal.Ban ban, Instant now) {
        String sentence = ban.sentence();
        String note =
                sentence.length() <= MAX_NOTE ? sentence : sentence.substring(0, MAX_NOTE) + "…";
        learn(new Mark(name, ban.until(), note), false);
        LOG.atWarn().addKeyValue("until", ban.until()).addKeyValue("ban", note).log("banned");
        synchronise(now);
    }

    private boolean isOld(Instant now) {
        return triedAt.isEmpty()
                || Duration.between(triedAt.get(), now).abs().compareTo(READ_AGAIN_AFTER) >= 0;
    }

    private void synchronise(Instant now) {
        triedAt = Optional.of(now);
        try {
            if (!stored && known.isPresent()) {
                // Refused where a mark that ends later lies there already, which is read below.
                var _ = marks.set(known.get(), known.get().until());
            }
            stored = true;
            marks.find(name).ifPresent(mark -> learn(mark, true));
            everRead = true;
        } catch (StorageUnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("mark", name)
                    .addKeyValue("problem", e.getMessage())
                    .log(
                            known.isPresent()
                                    ? "the ban is known to this process only"
                                    : "whether another process was banned is not known");
        }
    }

    private void learn(Mark mark, boolean isStored) {
        if (known.isEmpty() || known.get().until().isBefore(mark.until())) {
            known = Optional.of(mark);
            stored = isStored;
        }
    }
}
