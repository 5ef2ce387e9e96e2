package io.gapless.local.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MavenOutputTest {

    private final MavenOutput output = new MavenOutput();

    @Test
    void aModuleIsShownWithItsPlaceInTheBuild() {
        assertThat(
                        output.read(
                                "[INFO] Building Gapless listener 0.1.0-SNAPSHOT                      [4/6]"))
                .contains("Gapless listener 4/6");
    }

    @Test
    void aDownloadIsShownWithTheModuleThatNeedsIt() {
        output.read("[INFO] Building Gapless common 0.1.0-SNAPSHOT                        [2/6]");
        output.read("Downloading from central: https://repo.example/org/a/1/a-1.jar");

        assertThat(
                        output.read(
                                "[INFO] Downloading from central: https://repo.example/org/b/2/b-2.jar"))
                .contains("Gapless common 2/6, download 2: b-2.jar");
    }

    @Test
    void otherLinesChangeNothing() {
        assertThat(
                        output.read(
                                "[INFO] --- resources:3.3.1:resources (default-resources) @ common ---"))
                .isEmpty();
    }

    @Test
    void aFailureIsExplainedByEachErrorOnceAndWithoutMavensAdvice() {
        output.read("[INFO] BUILD FAILURE");
        output.read("[ERROR] Trade.java:[1,15] reached end of file while parsing");
        output.read("[ERROR] Failed to execute goal compile: Compilation failure");
        output.read("[ERROR] Trade.java:[1,15] reached end of file while parsing");
        output.read("[ERROR] -> [Help 1]");
        output.read("[ERROR] ");
        output.read(
                "[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.");
        output.read("[ERROR] [Help 1] https://example");

        assertThat(output.explanation())
                .containsExactly(
                        "Trade.java:[1,15] reached end of file while parsing",
                        "Failed to execute goal compile: Compilation failure");
    }

    @Test
    void aFailureBeforeMavenStartedIsExplainedByTheLastLines() {
        IntStream.rangeClosed(1, 12).forEach(i -> output.read("line " + i));

        assertThat(output.explanation())
                .hasSize(MavenOutput.MAX_LAST_LINES)
                .startsWith("line 3")
                .endsWith("line 12");
    }

    @Test
    void errorsAreBounded() {
        IntStream.range(0, 1000).forEach(i -> output.read("[ERROR] error " + i));

        assertThat(output.explanation()).hasSize(MavenOutput.MAX_ERRORS);
    }
}
