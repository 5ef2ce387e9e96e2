package io.gapless.infra.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The views as `docs/query.md` lists them for all engines.
final class DocumentedViews {
    private static final Pattern VIEW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (`symbol`.*) \\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private DocumentedViews() {}

    /// Column names in order, by view.
    static Map<String, List<String>> columns() throws IOException {
        Map<String, List<String>> views = new LinkedHashMap<>();
        for (MatchResult row :
                VIEW.matcher(Files.readString(Path.of("../docs/query.md"))).results().toList()) {
            views.put(
                    row.group(1),
                    NAME.matcher(row.group(2)).results().map(name -> name.group(1)).toList());
        }
        return views;
    }
}
