package io.gapless.infra.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.UnsupportedStatement;
import net.sf.jsqlparser.statement.create.view.CreateView;
import net.sf.jsqlparser.statement.select.PlainSelect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The files for Snowflake are SQL, say the same as those of the other engines, and load nothing twice. Nothing here talks to
/// Snowflake.
class SnowflakeSqlTest {
    private static final Path FOLDER = Path.of("../sql/snowflake");

    private static final List<String> FILES =
            List.of("1-storage.sql", "2-external.sql", "2-loaded.sql", "3-views.sql");

    /// What JSqlParser does not know. sqlfluff knows them all.
    private static final Pattern UNKNOWN =
            Pattern.compile(
                    "(CREATE (STORAGE INTEGRATION|STAGE|EXTERNAL TABLE|PIPE)|DESC INTEGRATION|COPY INTO)\\b.*",
                    Pattern.DOTALL);

    private static final Pattern FUNCTION_BODY = Pattern.compile("(?s)AS\\s+\\$\\$(.*)\\$\\$");
    private static final long PATIENCE_SECONDS = 120;

    private static List<String> statements(String file) throws IOException {
        List<String> statements = new ArrayList<>();
        String text = Files.readString(FOLDER.resolve(file)).replaceAll("(?m)^--.*$", "");
        for (String statement : text.split(";\\s*(\\n|$)")) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void everyStatementThatJSqlParserKnowsIsParsed(String file) throws Exception {
        for (String statement : statements(file)) {
            if (UNKNOWN.matcher(statement).matches()) {
                assertThatThrownBy(() -> parsed(statement))
                        .as("JSqlParser knows it now: take it from the list")
                        .isInstanceOf(JSQLParserException.class);
            } else {
                assertThat(parsed(statement))
                        .as(statement)
                        .isNotInstanceOf(UnsupportedStatement.class);
                Matcher body = FUNCTION_BODY.matcher(statement);
                if (body.find()) {
                    assertThat(parsed(body.group(1))).isInstanceOf(PlainSelect.class);
                }
            }
        }
    }

    private static Statement parsed(String statement) throws JSQLParserException {
        return CCJSqlParserUtil.parse(statement);
    }

    /// Debian has it as a package. It takes its time, so it is given only what JSqlParser does not know.
    @Test
    void sqlfluffParsesTheOtherStatements(@TempDir Path folder) throws Exception {
        assumeTrue(isThere("sqlfluff"), "sqlfluff is not installed");
        StringBuilder others = new StringBuilder();
        for (String file : FILES) {
            statements(file).stream()
                    .filter(statement -> UNKNOWN.matcher(statement).matches())
                    .forEach(statement -> others.append(statement).append(";\n\n"));
        }
        Path sql = Files.writeString(folder.resolve("others.sql"), others);
        Process sqlfluff =
                new ProcessBuilder("sqlfluff", "parse", "--dialect", "snowflake", sql.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(sqlfluff.getInputStream().readAllBytes(), UTF_8);
        assertThat(sqlfluff.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("statement").doesNotContain("unparsable", "PRS");
        assertThat(sqlfluff.exitValue()).isZero();
    }

    private static boolean isThere(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theViewsHaveTheColumnsThatTheDocumentNames() throws Exception {
        Map<String, List<String>> selected = new LinkedHashMap<>();
        for (String statement : statements("3-views.sql")) {
            if (parsed(statement) instanceof CreateView view) {
                PlainSelect select = (PlainSelect) view.getSelect();
                selected.put(
                        view.getView().getName(),
                        select.getSelectItems().stream()
                                .map(item -> {
                                    Alias alias = item.getAlias();
                                    return alias == null
                                            ? ((Column) item.getExpression()).getColumnName()
                                            : alias.getName();
                                })
                                .toList());
            }
        }
        assertThat(selected).isEqualTo(DocumentedViews.columns());
    }

    @Test
    void whatIsLoadedIsNeverTheSealedCopy() throws IOException {
        for (String statement : statements("2-loaded.sql")) {
            if (!statement.startsWith("DROP STAGE")) {
                assertThat(statement).doesNotContainIgnoringCase("seal");
            }
        }
        // The other way joins them, and takes an id either from one or from the other.
        assertThat(statements("2-external.sql").getLast())
                .contains("WHERE c.symbol IS NULL", "BETWEEN c.first_id AND c.last_id");
    }
}
