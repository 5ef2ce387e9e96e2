package io.gapless.seal;

import io.gapless.trade.Coverage;
import java.util.List;

/// What the exchange's published file of the day says of the rows. The dump is a witness, not the
/// truth: it has been short, late and rewritten while its checksum matched.
///
/// @param verdict in one word
/// @param zip SHA-256 of the zip; empty where none could be read
/// @param missing ids that the archive holds and the dump does not
/// @param extra ids that the dump holds and the archive does not
/// @param differing ids that both hold, with other values
/// @param why for people, where no dump could be read; otherwise empty
public record DumpComparison(
        Verdict verdict,
        String zip,
        Coverage missing,
        Coverage extra,
        Coverage differing,
        String why) {
    /// Nobody has looked.
    public static final DumpComparison NOT_COMPARED = unread(Verdict.NOT_COMPARED, "");

    /// What it comes to.
    public enum Verdict {
        /// The same trades.
        MATCH("match"),
        /// The dump lacks some; those that it has are the same.
        SHORT("dump short"),
        /// Values differ, or the dump has a trade that the archive has not.
        CONFLICT("conflict"),
        /// It is not published, long after it should be.
        LATE("dump late"),
        /// It cannot be used: a wrong checksum, no zip, rows without sense.
        BROKEN("dump broken"),
        /// Nobody has looked, or none was published yet.
        NOT_COMPARED("not compared");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /// As certificates tell it.
        public String word() {
            return word;
        }

        static Verdict of(String word) {
            return List.of(values()).stream()
                    .filter(verdict -> verdict.word.equals(word))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException("no verdict: " + word));
        }

        /// Whether a later look may find more.
        boolean mayChange() {
            return this == NOT_COMPARED || this == LATE || this == BROKEN;
        }
    }

    static DumpComparison unread(Verdict verdict, String why) {
        return new DumpComparison(verdict, "", Coverage.EMPTY, Coverage.EMPTY, Coverage.EMPTY, why);
    }

    /// From what the rows of both say.
    static DumpComparison of(String zip, Coverage missing, Coverage extra, Coverage differing) {
        Verdict verdict = Verdict.MATCH;
        if (!extra.isEmpty() || !differing.isEmpty()) {
            verdict = Verdict.CONFLICT;
        } else if (!missing.isEmpty()) {
            verdict = Verdict.SHORT;
        }
        return new DumpComparison(verdict, zip, missing, extra, differing, "");
    }
}
