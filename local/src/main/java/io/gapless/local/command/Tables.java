package io.gapless.local.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/// Rows of text as a table: columns as wide as their widest cell.
public final class Tables {
    private Tables() {}

    /// @param header one title per column
    /// @param rows as many cells each as there are titles
    public static String of(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        Column[] columns = new Column[header.size()];
        for (int c = 0; c < columns.length; c++) {
            int column = c;
            int widest = all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
            columns[c] = new Column(widest + 2, 0, Overflow.SPAN);
        }
        TextTable table = TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), columns);
        all.forEach(row -> table.addRowValues(row.toArray(String[]::new)));
        return table.toString().stripTrailing() + System.lineSeparator();
    }
}
