package almanac.onboard;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How dates are written.
 *
 * @param pattern the pattern of Spark and Java
 * @param isIso whether it begins with an ISO date
 * @param hasTime whether a time of day follows
 * @param hasFraction whether fractions of a second stand behind the time
 * @param rival another pattern that reads all values too, as another date; empty where there is none
 */
record DateNotation(String pattern, boolean isIso, boolean hasTime, boolean hasFraction, String rival) {

    /** The notation of an ISO date without a time. */
    static final DateNotation ISO = new DateNotation("yyyy-MM-dd", true, false, false, "");

    private static final Pattern FRACTION = Pattern.compile("(?<=:[0-9]{2})\\.[0-9]{1,9}(?=Z?$)");
    private static final List<String> PATTERNS = List.of(
            "yyyy-MM-dd",
            "yyyy-MM-dd HH:mm:ss",
            "yyyy-MM-dd'T'HH:mm:ss",
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            "yyyy-MM-dd HH:mm",
            "yyyyMMdd",
            "yyyy/MM/dd",
            "dd.MM.yyyy",
            "dd/MM/yyyy",
            "MM/dd/yyyy",
            "dd-MM-yyyy",
            "d.M.yyyy",
            "d/M/yyyy",
            "M/d/yyyy",
            "d/M/yyyy H:mm",
            "M/d/yyyy H:mm",
            "dd/MM/yyyy HH:mm:ss",
            "MM/dd/yyyy HH:mm:ss");
    private static final Map<String, DateTimeFormatter> FORMATTERS = formatters();
    private static final double ENOUGH = 0.95;
    private static final double HALF = 0.5;
    private static final int LOOK = 20;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2150;

    /** The notation in which nearly all of some texts are dates; none where there is no such. */
    static Optional<DateNotation> of(Collection<String> texts) {
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        List<String> some = texts.stream().limit(LOOK).toList();
        if (PATTERNS.stream().noneMatch(pattern -> share(some, pattern) >= HALF)) {
            return Optional.empty();
        }
        List<String> fitting = PATTERNS.stream()
                .filter(pattern -> share(some, pattern) >= HALF && share(texts, pattern) >= ENOUGH)
                .toList();
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        String best = fitting.get(0);
        String rival = fitting.stream()
                .skip(1)
                .filter(other ->
                        texts.stream().anyMatch(text -> !read(text, other).equals(read(text, best))))
                .findFirst()
                .orElse("");
        return Optional.of(new DateNotation(
                best,
                best.startsWith("yyyy-MM-dd"),
                best.contains("H"),
                texts.stream().anyMatch(text -> FRACTION.matcher(text).find()),
                rival));
    }

    private static double share(Collection<String> texts, String pattern) {
        long read =
                texts.stream().filter(text -> read(text, pattern).isPresent()).count();
        return (double) read / texts.size();
    }

    /** The date of a text; none where it is not written so, or lies outside the years 1900 to 2150. */
    Optional<LocalDate> read(String text) {
        return read(text, pattern);
    }

    private static Optional<LocalDate> read(String text, String pattern) {
        String plain = FRACTION.matcher(text).replaceFirst("");
        DateTimeFormatter formatter = FORMATTERS.get(pattern);
        if (formatter == null
                || Math.abs(plain.length() - pattern.replace("'", "").length()) > 3) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(plain, formatter);
            boolean isLikely = date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR;
            return isLikely ? Optional.of(date) : Optional.empty();
        } catch (DateTimeParseException notSo) {
            return Optional.empty();
        }
    }

    private static Map<String, DateTimeFormatter> formatters() {
        return PATTERNS.stream()
                .collect(Collectors.toMap(
                        pattern -> pattern,
                        pattern -> DateTimeFormatter.ofPattern(pattern.replace("yyyy", "uuuu"), Locale.ROOT)
                                .withResolverStyle(ResolverStyle.STRICT)));
    }
}
