package almanac.lake.file;

import almanac.error.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path below a root whose parts may hold {@code *} (any characters), {@code ?} (one) and {@code {a,b}} (either);
 * {@code **} alone stands for any number of folders. Case counts.
 */
final class Glob {

    /** One part of the path: the name of a file or folder, or what such a name must look like. */
    static final class Part {
        private final String text;
        private final Pattern pattern;

        private Part(String text, Pattern pattern) {
            this.text = text;
            this.pattern = pattern;
        }

        /** Whether it stands for any number of folders. */
        boolean isAnyDepth() {
            return text.equals("**");
        }

        /** Whether it may mean several names. */
        boolean isWild() {
            return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '{');
        }

        /** Whether a name is meant. A name that starts with _ or . is only by a part that starts likewise. */
        boolean matches(String name) {
            return (!isHidden(name) || text.charAt(0) == name.charAt(0))
                    && pattern.matcher(name).matches();
        }
    }

    private Glob() {}

    /** Whether Hadoop's readers would pass over a name in silence. */
    static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    /**
     * The parts of a glob.
     *
     * @throws Failure of kind {@code CONFIGURATION} where it leaves the root or cannot be understood
     */
    static List<Part> parts(String glob) {
        List<Part> parts = new ArrayList<>();
        if (glob.startsWith("/")
                || glob.indexOf('\\') >= 0
                || glob.indexOf(0) >= 0
                || glob.matches("[A-Za-z][\\w+]*:.*")) {
            throw refused(glob, "it is not a path below the lake");
        }
        for (String part : glob.split("/", -1)) {
            if (part.equals("..")) {
                throw refused(glob, "it leaves the lake");
            }
            if (part.contains("**") && !part.equals("**")) {
                throw refused(glob, "** stands for whole folders, and must be a part of its own");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(new Part(part, Pattern.compile(regex(glob, part), Pattern.DOTALL)));
            }
        }
        return parts;
    }

    private static String regex(String glob, String part) {
        StringBuilder regex = new StringBuilder();
        boolean choice = false;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (c == '{' && !choice) {
                choice = true;
                regex.append("(?:");
            } else if (c == '}' && choice) {
                choice = false;
                regex.append(')');
            } else if (c == ',' && choice) {
                regex.append('|');
            } else if (c == '{' || c == '}') {
                throw refused(glob, "its { } do not match within one folder or file name");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (choice) {
            throw refused(glob, "its { } do not match within one folder or file name");
        }
        return regex.toString();
    }

    private static Failure refused(String glob, String why) {
        return Failure.configuration(
                "The path " + Printable.of(glob) + " of a source cannot be used: " + why + ".",
                "Give a file, a folder or a glob below the lake, such as sales/*.csv or sales/**/{2024,2025}-*.csv.",
                List.of());
    }
}
