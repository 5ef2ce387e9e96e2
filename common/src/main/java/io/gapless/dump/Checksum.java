package io.gapless.dump;

import io.gapless.trade.Excerpt;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A published checksum: 64 hexadecimal digits, two spaces (or a space and a star), the zip's name, and
/// perhaps a line's end.
///
/// @param sha256 in lower case
record Checksum(String sha256) {
    private static final Pattern LINE =
            Pattern.compile("([0-9a-fA-F]{64})[ \\t]+\\*?([^\\s/]+)\\s*");

    /// @throws BrokenDumpException when it is none, or of another file
    static Checksum of(String text, DumpFile file) throws BrokenDumpException {
        Matcher line = LINE.matcher(text);
        if (!line.matches() || !line.group(2).equals(file.zipName())) {
            throw new BrokenDumpException(
                    "%s.CHECKSUM is no SHA-256 of it: %s".formatted(file, Excerpt.of(text, 160)));
        }
        return new Checksum(line.group(1).toLowerCase(Locale.ROOT));
    }
}
