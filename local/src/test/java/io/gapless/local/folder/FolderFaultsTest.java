package io.gapless.local.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.archive.Archive;
import io.gapless.archive.PutOutcome;
import io.gapless.local.ChildJvm;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Writers that are really killed, and file systems that really refuse.
class FolderFaultsTest {
    private static final int BIG = 1_000_000;

    @TempDir private Path root;

    @Test
    void whatAKilledWriterHasPutIsWholeAndTheRestIsNotThere() throws Exception {
        for (int round = 0; round < 4; round++) {
            int first = 1_000 * round;
            Process writer =
                    ChildJvm.start(
                            ChildJvm.command(FolderWriterMain.class, root, first, 1_000, BIG));
            int reported = 0;
            try (BufferedReader lines = ChildJvm.lines(writer)) {
                while (reported < 3 + round) {
                    assertThat(lines.readLine()).isEqualTo((first + reported) + " CREATED");
                    reported++;
                }
                writer.destroyForcibly().waitFor();
            }

            Archive archive = new FolderArchive(root, Instant::now);
            List<Archive.Entry> entries = archive.list("", Optional.empty()).entries();
            List<Archive.Entry> mine =
                    entries.stream()
                            .filter(e -> e.key().compareTo(FolderWriterMain.key(first)) >= 0)
                            .toList();
            assertThat(mine).hasSizeGreaterThanOrEqualTo(reported);
            for (int i = 0; i < mine.size(); i++) {
                String key = FolderWriterMain.key(first + i);
                byte[] body = FolderWriterMain.body(first + i, BIG);
                assertThat(mine.get(i).key()).isEqualTo(key);
                assertThat(archive.get(key)).contains(body);
                assertThat(archive.put(key, body, Map.of())).isEqualTo(PutOutcome.EXISTS);
            }
            int next = first + mine.size();
            byte[] body = FolderWriterMain.body(next, BIG);
            assertThat(archive.put(FolderWriterMain.key(next), body, Map.of()))
                    .isEqualTo(PutOutcome.CREATED);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsRefusedAndWhatIsThereStays() throws Exception {
        List<String> lines = inMount("mount -t tmpfs -o size=2500k none \"$1\"", 4);

        assertThat(lines.subList(0, 2)).containsExactly("0 CREATED", "1 CREATED");
        assertThat(lines.get(2))
                .startsWith(
                        "2 StorageRefusedException: put " + root + "/" + FolderWriterMain.key(2))
                .contains("the disk is full. Free some space or choose another folder");
        assertThat(lines.get(3)).startsWith("3 StorageRefusedException").contains("disk is full");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aReadOnlyFileSystemIsRefused() throws Exception {
        List<String> lines = inMount("mount -t tmpfs -o ro none \"$1\"", 1);

        assertThat(lines.getFirst())
                .startsWith("0 StorageRefusedException")
                .contains("the file system is read-only. Choose another folder");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereNoHardLinkCanBeMadeNothingIsPut() throws Exception {
        List<String> lines = inMount("mkdir \"$1/trades\" && mount -t tmpfs none \"$1/trades\"", 1);

        assertThat(lines.getFirst())
                .startsWith("0 StorageRefusedException")
                .contains("this file system makes no hard links");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereJavaCannotNameAFileItSaysHowToChangeThat() throws Exception {
        new FolderArchive(root, Instant::now)
                .put(FolderWriterMain.key(FolderWriterMain.BEYOND_ASCII), new byte[1], Map.of());
        ProcessBuilder program =
                new ProcessBuilder(
                        ChildJvm.command(
                                FolderWriterMain.class, root, FolderWriterMain.BEYOND_ASCII, 1, 1));
        program.environment().put("LC_ALL", "C");

        List<String> lines = ChildJvm.output(program.start());

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("StorageRefusedException").contains("Set LC_ALL=C.UTF-8");
        assertThat(lines.get(1)).contains("StorageRefusedException").contains("Set LC_ALL=C.UTF-8");
    }

    /// What the writer says in a namespace of its own where something is mounted at the root.
    private List<String> inMount(String mount, int objects) throws Exception {
        List<String> lines =
                ChildJvm.inMount(
                        root,
                        mount,
                        ChildJvm.command(FolderWriterMain.class, root, 0, objects, BIG));
        return lines.subList(0, objects);
    }
}
