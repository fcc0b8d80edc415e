package almanac.onboard;

import almanac.lake.survey.Sample;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the values of one column are like, in a sample of its source. */
final class Profile {

    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,2})?");
    private static final int DATES_LOOKED_AT = 2_000;
    private static final int EXAMPLES = 3;

    private final Sample.Column column;
    private final Map<String, Integer> counts = new HashMap<>();
    private final int filled;
    private final double numbers;
    private final double fractions;
    private final double negatives;
    private final @Nullable DateNotation dates;

    Profile(Sample.Column column) {
        this.column = column;
        int rows = 0;
        for (String value : column.values()) {
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
                rows++;
            }
        }
        this.filled = rows;
        this.numbers = share(value -> NUMBER.matcher(value).matches());
        this.fractions = share(value -> isFraction(value));
        this.negatives = share(value -> value.startsWith("-"));
        this.dates = notation();
    }

    private @Nullable DateNotation notation() {
        if (column.type().equals("date") || column.type().startsWith("timestamp")) {
            return DateNotation.ISO;
        }
        List<String> some = new ArrayList<>();
        for (String value : counts.keySet()) {
            if (some.size() < DATES_LOOKED_AT) {
                some.add(value);
            }
        }
        return DateNotation.of(some).orElse(null);
    }

    private static boolean isFraction(String value) {
        return NUMBER.matcher(value).matches()
                && new BigDecimal(value).stripTrailingZeros().scale() > 0;
    }

    /** The share of filled rows whose value meets a condition. */
    double share(java.util.function.Predicate<String> condition) {
        long met = counts.entrySet().stream()
                .filter(entry -> condition.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return filled == 0 ? 0 : (double) met / filled;
    }

    String name() {
        return column.name();
    }

    /** The value of each row. */
    List<@Nullable String> values() {
        return column.values();
    }

    /** Whether the source itself gives the type. */
    boolean isTyped() {
        return column.isTyped();
    }

    /** The type in the words of the format. */
    String type() {
        return column.type();
    }

    /** Rows with a value. */
    int filled() {
        return filled;
    }

    /** The share of rows with a value. */
    double filledShare() {
        return values().isEmpty() ? 0 : (double) filled / values().size();
    }

    /** Different values. */
    Set<String> distinct() {
        return counts.keySet();
    }

    /** Whether no value comes twice. */
    boolean isUnique() {
        return filled > 0 && counts.size() == filled;
    }

    /** The share of filled rows that hold a number in plain notation. */
    double numbers() {
        return numbers;
    }

    /** The share of filled rows that hold a number with digits behind the point other than 0. */
    double fractions() {
        return fractions;
    }

    /** The share of filled rows that hold a number below zero. */
    double negatives() {
        return negatives;
    }

    /** How the values are written if they are dates. */
    Optional<DateNotation> dates() {
        return Optional.ofNullable(dates);
    }

    /** Whether whole numbers are written with {@code .0} behind, as programs do that took them for measures. */
    boolean isWholeWithPoint() {
        return filled > 0 && share(value -> value.matches("[0-9]+\\.0")) >= 0.99;
    }

    /** The share of filled rows whose value is among some. */
    double within(Collection<String> others) {
        return share(others::contains);
    }

    /** The days of the values, if they are dates. */
    Set<LocalDate> days() {
        Set<LocalDate> days = new java.util.TreeSet<>();
        DateNotation notation = dates;
        if (notation != null) {
            boolean isTimestamp = column.type().startsWith("timestamp");
            for (String value : counts.keySet()) {
                notation.read(isTimestamp ? value.substring(0, Math.min(10, value.length())) : value)
                        .ifPresent(days::add);
            }
        }
        return days;
    }

    /** Some values, the most frequent first. */
    String examples() {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(EXAMPLES)
                        .map(entry ->
                                entry.getKey().length() > 32 ? entry.getKey().substring(0, 32) + "…" : entry.getKey())
                        .toList());
    }
}
