package io.gapless.local.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gapless.local.Gapless;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Every question of `docs/query.md` is asked again, and answered as the document says.
class QueryGuideTest {
    private static final Path GUIDE = Path.of("../docs/query.md");
    private static final Pattern QUESTION =
            Pattern.compile("(?ms)^```sql\n(.*?)^```\n\n```\n(.*?)^```");
    private static final Pattern VIEW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (`symbol`.*) \\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");
    private static final int QUESTIONS = 10;

    @TempDir private static Path folder;

    @BeforeAll
    static void anHour() throws IOException {
        SimulatedHour.putInto(new SampleArchive(folder));
    }

    private static String answer(String sql) {
        CommandLine line = Gapless.commandLine();
        StringWriter out = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        int code = line.execute("query", "--data-dir", folder.toString(), sql);
        assertThat(code).as(out.toString()).isZero();
        return out.toString().replace(System.lineSeparator(), "\n").replaceAll("(?m) +$", "");
    }

    @TestFactory
    List<DynamicTest> everyQuestionIsAnsweredAsTheDocumentSays() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (MatchResult question : QUESTION.matcher(Files.readString(GUIDE)).results().toList()) {
            tests.add(
                    DynamicTest.dynamicTest(
                            question.group(1).lines().findFirst().orElseThrow(),
                            () ->
                                    assertThat(answer(question.group(1)))
                                            .isEqualTo(question.group(2))));
        }
        assertThat(tests).hasSize(QUESTIONS);
        return tests;
    }

    @Test
    void theDocumentsExampleOpensAsManyObjectsAsItSays() throws IOException {
        String explained =
                answer(
                        "EXPLAIN SELECT count(*) FROM trades WHERE symbol = 'BTCUSDT' AND date = '2026-01-02'");
        var opened = Pattern.compile("Scanning Files: \\d+/\\d+").matcher(explained);
        assertThat(opened.find()).isTrue();
        assertThat(Files.readString(GUIDE)).contains("`" + opened.group() + "`");
    }

    @Test
    void theViewsHaveTheColumnsThatTheDocumentNames() throws Exception {
        Map<String, List<String>> documented = new LinkedHashMap<>();
        Map<String, List<String>> actual = new LinkedHashMap<>();
        try (ArchiveViews views = ArchiveViews.open(folder.toString(), Selection.ALL)) {
            for (MatchResult row : VIEW.matcher(Files.readString(GUIDE)).results().toList()) {
                documented.put(
                        row.group(1),
                        NAME.matcher(row.group(2)).results().map(name -> name.group(1)).toList());
                actual.put(row.group(1), columns(views, row.group(1)));
            }
            assertThat(actual)
                    .isEqualTo(documented)
                    .containsOnlyKeys("trades", "ohlcv", "completeness", "delay");
            assertThat(columns(views, "ohlcv('1 day')")).isEqualTo(actual.get("ohlcv"));
        }
    }

    private static List<String> columns(ArchiveViews views, String view) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = views.connection().createStatement();
                ResultSet columns = statement.executeQuery("DESCRIBE FROM " + view)) {
            while (columns.next()) {
                names.add(columns.getString(1));
            }
        }
        return names;
    }
}
