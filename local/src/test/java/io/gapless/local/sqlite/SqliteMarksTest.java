package io.gapless.local.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gapless.archive.Marks;
import io.gapless.archive.MarksContract;
import io.gapless.archive.StorageRefusedException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteMarksTest extends MarksContract {
    @TempDir private Path temp;
    private SqliteDatabase database;
    private SqliteDatabase another;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(temp.resolve("checkpoints.db"));
        another = SqliteDatabase.open(temp.resolve("checkpoints.db"));
    }

    @AfterEach
    void close() {
        another.close();
        database.close();
    }

    @Override
    protected Marks marks() {
        return new SqliteMarks(database);
    }

    @Override
    protected Marks marksOfAnotherProcess() {
        return new SqliteMarks(another);
    }

    @Test
    void aMarkThatCannotBeReadIsRefusedByName() {
        database.change("spoil", "INSERT INTO marks VALUES ('run', 'tomorrow', '')");

        assertThatThrownBy(() -> marks().find("run"))
                .isInstanceOf(StorageRefusedException.class)
                .hasMessageContaining("the mark run in ");
    }
}
