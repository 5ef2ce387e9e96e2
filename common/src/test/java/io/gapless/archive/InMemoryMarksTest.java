package io.gapless.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InMemoryMarksTest extends MarksContract {
    private final InMemoryMarks marks = new InMemoryMarks();

    @Override
    protected Marks marks() {
        return marks;
    }

    @Override
    protected Marks marksOfAnotherProcess() {
        return marks.through(StorageFaults.NONE);
    }

    @Test
    void aMarkWhoseReplyWasLostIsSet() {
        Marks unlucky = marks.through(call -> StorageFault.lostReply());
        Marks.Mark ban = new Marks.Mark("ban/backfill", NOW.plusSeconds(60), "429");

        assertThatThrownBy(() -> unlucky.set(ban, NOW))
                .isInstanceOf(StorageUnavailableException.class);

        assertThat(marks.find("ban/backfill")).contains(ban);
    }
}
