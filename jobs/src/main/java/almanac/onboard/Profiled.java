package almanac.onboard;

import almanac.lake.survey.SurveyedSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A source of the lake with the profiles of its columns. */
final class Profiled {

    private static final Pattern PREFIX = Pattern.compile("([A-Za-z]{1,4}_).+");
    private static final int COLUMNS_FOR_PREFIX = 4;

    private final SurveyedSource surveyed;
    private final List<Profile> columns;
    private final String prefix;
    private final Optional<Profile> key;
    private final Optional<Profile> day;

    Profiled(SurveyedSource surveyed) {
        this.surveyed = surveyed;
        this.columns = surveyed.sample().columns().stream().map(Profile::new).toList();
        this.prefix = prefix(columns);
        this.key = columns.stream()
                .filter(column -> column.isUnique() && column.filledShare() == 1)
                .findFirst();
        this.day = findDay();
    }

    /** What all columns but one in ten begin with, such as {@code ss_}: it names the table and not the column. */
    private static String prefix(List<Profile> columns) {
        Matcher first = PREFIX.matcher(columns.get(0).name());
        if (columns.size() < COLUMNS_FOR_PREFIX || !first.matches()) {
            return "";
        }
        long alike = columns.stream()
                .filter(column -> column.name().startsWith(first.group(1)))
                .count();
        return alike * 10 >= columns.size() * 9L ? first.group(1) : "";
    }

    SurveyedSource surveyed() {
        return surveyed;
    }

    String name() {
        return surveyed.source().name();
    }

    List<Profile> columns() {
        return columns;
    }

    Optional<Profile> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The words of a column's name, without what all columns of the source begin with. */
    Set<String> words(Profile column) {
        String own = column.name().startsWith(prefix) ? column.name().substring(prefix.length()) : column.name();
        return Words.of(own);
    }

    /** The words of the source's own path. */
    Set<String> words() {
        Set<String> words = new LinkedHashSet<>(Words.of(name()));
        String path = surveyed.source().path();
        int slash = path.indexOf('/');
        if (slash > 0) {
            words.addAll(Words.of(path.substring(0, slash)));
        }
        return words;
    }

    int rows() {
        return surveyed.sample().rows();
    }

    /** The only column whose values tell every row apart and are dates, beside one of whole numbers: a table of days. */
    Optional<Profile> dayOfKey() {
        return day;
    }

    private Optional<Profile> findDay() {
        boolean isCalendar = key.filter(number -> number.fractions() == 0 && number.numbers() == 1)
                .isPresent();
        return isCalendar
                ? columns.stream()
                        .filter(column -> column.isUnique()
                                && column.filledShare() == 1
                                && column.dates().isPresent())
                        .findFirst()
                : Optional.empty();
    }

    /** The first column that tells every row apart. */
    Optional<Profile> key() {
        return key;
    }
}
