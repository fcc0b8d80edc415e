package almanac.config;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Keeps the path of a source below the lake, whatever the file system makes of it. */
final class SourcePath {

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern GLOB = Pattern.compile("[*?\\[\\]{}]");
    private static final Pattern TABLE = Pattern.compile("\\w+(\\.\\w+){0,2}");
    private static final Pattern ENCODED_DOT = Pattern.compile("%2e", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODED_SLASH = Pattern.compile("%2f|%5c", Pattern.CASE_INSENSITIVE);
    private static final String STAYS_BELOW = "the path of a source starts at the lake and stays below it";

    private SourcePath() {}

    /** The path if it fits the format and cannot leave the lake. */
    static String require(String path, Format format) throws Unfit {
        if (format == Format.TABLE) {
            require(TABLE.matcher(path).matches(), "is not the name of a table, such as sales or shop.sales");
            return path;
        }
        requireNoControl(path);
        require(!path.isBlank(), "is blank; " + STAYS_BELOW);
        require(!path.startsWith("/"), "is absolute; " + STAYS_BELOW);
        require(!SCHEME.matcher(path).matches(), "has a scheme; " + STAYS_BELOW);
        // Hadoop takes the backslash as an escape: \.\. is .. to it.
        require(!path.contains("\\"), "has a backslash; " + STAYS_BELOW + ", with / between folders");
        require(!climbs(decoded(path)), "leaves the lake by ..; " + STAYS_BELOW);
        // Hadoop writes such a glob out before it looks for folders: .{./x,y} would become ../x and ..y.
        require(!hasSlashInBraces(path), "has a / inside { }; give each folder a source of its own");
        require(format != Format.DELTA || !GLOB.matcher(path).find(), "is a glob; a Delta table is one folder");
        return path;
    }

    /** The text if it has no character that a terminal or file system would take for a command. */
    static void requireNoControl(String text) throws Unfit {
        require(text.chars().noneMatch(Character::isISOControl), "has a control character");
    }

    /** Whether a step goes up; the alternatives {a,b} of a glob count as steps. */
    private static boolean climbs(String path) {
        return Arrays.asList(path.split("[/{},]", -1)).contains("..");
    }

    /** The path as anything on the way that decodes percent signs would see it. */
    private static String decoded(String path) {
        return ENCODED_SLASH.matcher(ENCODED_DOT.matcher(path).replaceAll(".")).replaceAll("/");
    }

    private static boolean hasSlashInBraces(String path) {
        int depth = 0;
        for (int i = 0; i < path.length(); i++) {
            switch (path.charAt(i)) {
                case '{' -> depth++;
                case '}' -> depth--;
                case '/' -> {
                    if (depth > 0) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private static void require(boolean fits, String reason) throws Unfit {
        if (!fits) {
            throw new Unfit(reason);
        }
    }
}
