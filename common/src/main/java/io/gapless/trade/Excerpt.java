package io.gapless.trade;

import java.util.regex.Pattern;

/// The beginning of a text that came from outside, for a log line, an error or a terminal.
///
/// Bounded, on one line, and without anything that a terminal would obey or that would turn the text
/// around it: control characters, of both ranges, and format characters become `?`.
public final class Excerpt {
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

    private Excerpt() {}

    /// The same of a setting, which may be a URL with a password in it: that is left out.
    public static String ofSetting(String text, int most) {
        return of(CREDENTIALS.matcher(text).replaceAll("//***@"), most);
    }

    /// @param most most characters that are kept; `…` follows where there were more
    public static String of(CharSequence text, int most) {
        int length = Math.min(text.length(), most);
        StringBuilder excerpt = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            excerpt.append(isHarmless(c) ? c : '?');
        }
        return (text.length() > most ? excerpt.append('…') : excerpt).toString();
    }

    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
