package almanac.config;

import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Finds before the night what Spark would say about a pattern in the middle of it. Spark takes the patterns of
 * {@link DateTimeFormatter} except for a few letters and lengths, see "Datetime Patterns for Formatting and Parsing" in
 * the Spark SQL reference.
 */
final class DatePattern {

    /** Text in single quotes stands for itself. */
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    private static final Pattern WEEK_BASED = Pattern.compile("[YWwuec]");
    private static final Pattern NOT_IN_SPARK = Pattern.compile("[ABnNp]|y{7}|G{5}|M{5}|L{5}|E{5}|Q{5}|q{5}");

    private DatePattern() {}

    /** The pattern if Spark can parse with it. */
    static String require(String pattern) throws Unfit {
        if (pattern.isBlank()) {
            throw new Unfit("is blank");
        }
        try {
            DateTimeFormatter unused = DateTimeFormatter.ofPattern(pattern);
        } catch (IllegalArgumentException notPattern) {
            throw new Unfit("is not a pattern such as \"yyyy-MM-dd HH:mm:ss\": " + notPattern.getMessage());
        }
        String letters = QUOTED.matcher(pattern).replaceAll("");
        if (WEEK_BASED.matcher(letters).find()) {
            throw new Unfit("counts years by weeks, which Spark does not parse; the year is yyyy");
        }
        if (NOT_IN_SPARK.matcher(letters).find()) {
            throw new Unfit("has a letter that Spark does not parse, or too often");
        }
        return pattern;
    }
}
