package almanac.forecast.series;

import almanac.forecast.engine.Frequency;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a file hold what.
 *
 * @param series the name of the series
 * @param period the period
 * @param value the value; empty where it is not known
 * @param attributes what series have in common: errors of series with the same values are pooled
 * @param drivers what moves the value, such as a price; given for the periods to be forecast too, as far as it is planned
 */
public record SeriesColumns(String series, String period, String value, List<String> attributes, List<String> drivers)
        implements Serializable {

    /** What stands between the values of attributes in a group; no value has it. */
    static final String ATTRIBUTES = "\u001f";

    /** Sums of squares of anything larger may not be numbers any more. */
    private static final double LARGEST = 1e100;

    /** Copies the lists. */
    public SeriesColumns {
        attributes = List.copyOf(attributes);
        drivers = List.copyOf(drivers);
    }

    /** All of them. */
    public List<String> all() {
        return Stream.of(Stream.of(series, period, value), attributes.stream(), drivers.stream())
                .flatMap(names -> names)
                .toList();
    }

    /** What a row says; a row that cannot be used says why. */
    Observation read(Row row, String place, Frequency frequency) {
        String name = text(row, series);
        String at = text(row, period);
        String group = attributes.stream()
                .map(attribute -> String.valueOf(text(row, attribute)))
                .collect(Collectors.joining(ATTRIBUTES));
        String shown = name == null ? "" : name;
        try {
            if (name == null || at == null) {
                throw new IllegalArgumentException((name == null ? series : period) + " is empty");
            }
            return new Observation(
                    place,
                    name,
                    group,
                    at,
                    PeriodText.ordinal(at, frequency),
                    PeriodText.isNumber(at, frequency),
                    number(row, value),
                    drivers.stream().mapToDouble(driver -> number(row, driver)).toArray(),
                    null);
        } catch (IllegalArgumentException e) {
            return new Observation(
                    place, shown, group, "", 0, false, Double.NaN, new double[0], String.valueOf(e.getMessage()));
        }
    }

    /** The number in a column; NaN where it is empty. */
    private static double number(Row row, String column) {
        String text = text(row, column);
        if (text == null) {
            return Double.NaN;
        }
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        if (Math.abs(number) <= LARGEST) {
            return number;
        }
        throw new IllegalArgumentException(
                column + " is `" + text + "`, " + (Double.isFinite(number) ? "too large to forecast" : "no number"));
    }

    private static @Nullable String text(Row row, String column) {
        Object value = row.getAs(column);
        String text = value == null ? "" : value.toString().strip();
        return text.isEmpty() || text.toLowerCase(Locale.ROOT).equals("na") ? null : text;
    }
}
